// OpenGL 3.3 core, GLFW and surfaceless EGL, opened when they are first needed.
//
// The prototypes come from the libraries' own headers; graphics.c defines each function as a call through
// a pointer that dlsym fills in. A program built this way starts on a machine without these libraries and
// can say what is missing.
#pragma once

#if __has_include(<GLFW/glfw3.h>) && __has_include(<GL/glcorearb.h>)
#define GRAPHICS_HEADERS_FOUND 1

// Hidden, so that no other library in the process takes our forwarders for its own functions.
#pragma GCC visibility push(hidden)
#define GL_GLEXT_PROTOTYPES 1
#include <GL/glcorearb.h>
#define GLFW_INCLUDE_NONE 1
#include <GLFW/glfw3.h>
#pragma GCC visibility pop

/// Opens the OpenGL library; NULL, or what is missing. Safe to call again and from any thread.
const char *graphics_open_gl(void);

/// Opens the GLFW library; NULL, or what is missing.
const char *graphics_open_glfw(void);

/// An OpenGL 3.3 core context without a window or a display.
typedef struct graphics_headless graphics_headless;

/// Makes a context and makes it current on this thread; NULL, or what went wrong.
const char *graphics_headless_create(graphics_headless **context);

/// Makes the context current on this thread; whether that worked.
int graphics_headless_make_current(graphics_headless *context);

/// Leaves this thread without a context, so that others can be current on it.
void graphics_headless_release(graphics_headless *context);

void graphics_headless_destroy(graphics_headless *context);

#endif
