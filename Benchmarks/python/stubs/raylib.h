/* Drawing that PufferLib's cart-pole asks for, left out: the benchmark never draws. */
#ifndef RAYLIB_STUB_H
#define RAYLIB_STUB_H

typedef struct Color { unsigned char r, g, b, a; } Color;
typedef struct Vector2 { float x, y; } Vector2;

#define KEY_ESCAPE 0
#define KEY_TAB 0

static inline int IsKeyDown(int key) { (void)key; return 0; }
static inline int IsKeyPressed(int key) { (void)key; return 0; }
static inline void InitWindow(int width, int height, const char *title) { (void)width; (void)height; (void)title; }
static inline void CloseWindow(void) {}
static inline void SetTargetFPS(int rate) { (void)rate; }
static inline void ToggleFullscreen(void) {}
static inline void BeginDrawing(void) {}
static inline void EndDrawing(void) {}
static inline void ClearBackground(Color color) { (void)color; }
static inline void DrawLine(int x, int y, int u, int v, Color color) { (void)x; (void)y; (void)u; (void)v; (void)color; }
static inline void DrawLineEx(Vector2 a, Vector2 b, float width, Color color) { (void)a; (void)b; (void)width; (void)color; }
static inline void DrawRectangle(int x, int y, int w, int h, Color color) { (void)x; (void)y; (void)w; (void)h; (void)color; }
static inline void DrawText(const char *text, int x, int y, int size, Color color) { (void)text; (void)x; (void)y; (void)size; (void)color; }
static inline const char *TextFormat(const char *format, ...) { return format; }

#endif
