import Testing

/// All tests that draw with OpenGL, one after the other: they share a display and the process's environment.
@Suite(.serialized) enum GraphicsTests {}
