"""A window for ``render_mode="human"``, by pygame as in Gymnasium's own worlds."""

from __future__ import annotations

import numpy as np

from . import errors


class Window:
    """Shows pictures at most ``rate`` times a second; closing it by hand closes it for good."""

    def __init__(self, title: str, width: int, height: int, rate: int) -> None:
        try:
            import pygame
        except ImportError as fault:
            raise errors.UnsupportedError(
                "render_mode 'human' needs pygame; run pip install pygame-ce, or use 'rgb_array'") from fault
        self._pygame = pygame
        pygame.display.init()
        self._surface = pygame.display.set_mode((width, height))
        pygame.display.set_caption(title)
        self._clock = pygame.time.Clock()
        self._rate = rate
        self.is_closed = False

    def show(self, pixels: np.ndarray) -> None:
        """Shows [height, width, 3] of uint8."""
        if self.is_closed:
            return
        self._pygame.surfarray.blit_array(self._surface, pixels.swapaxes(0, 1))
        self._pygame.display.flip()
        self._clock.tick(self._rate)
        if any(event.type == self._pygame.QUIT for event in self._pygame.event.get()):
            self.close()

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self._pygame.display.quit()
