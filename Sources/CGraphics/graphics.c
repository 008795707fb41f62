#include "graphics.h"

#if defined(GAUNTLET_RENDERING) && !defined(GRAPHICS_HEADERS_FOUND)
#error "the trait Rendering needs headers of GLFW and OpenGL: apt-get install libglfw3-dev libgl-dev"
#endif

#if defined(GRAPHICS_HEADERS_FOUND)

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The functions in use: name, parameters, arguments. A signature that differs from the header's does not
// compile.
#define OPENGL_FUNCTIONS(FUNCTION, PROCEDURE) \
  PROCEDURE(glActiveTexture, (GLenum texture), (texture)) \
  PROCEDURE(glAttachShader, (GLuint program, GLuint shader), (program, shader)) \
  PROCEDURE(glBindBuffer, (GLenum target, GLuint buffer), (target, buffer)) \
  PROCEDURE(glBindFramebuffer, (GLenum target, GLuint framebuffer), (target, framebuffer)) \
  PROCEDURE(glBindRenderbuffer, (GLenum target, GLuint renderbuffer), (target, renderbuffer)) \
  PROCEDURE(glBindTexture, (GLenum target, GLuint texture), (target, texture)) \
  PROCEDURE(glBindVertexArray, (GLuint array), (array)) \
  PROCEDURE(glBlendFunc, (GLenum source, GLenum destination), (source, destination)) \
  PROCEDURE(glBlitFramebuffer, (GLint a, GLint b, GLint c, GLint d, GLint e, GLint f, GLint g, \
      GLint h, GLbitfield mask, GLenum filter), (a, b, c, d, e, f, g, h, mask, filter)) \
  PROCEDURE(glBufferData, (GLenum target, GLsizeiptr size, const void *data, GLenum usage), (target, \
      size, data, usage)) \
  PROCEDURE(glClear, (GLbitfield mask), (mask)) \
  PROCEDURE(glClearColor, (GLfloat r, GLfloat g, GLfloat b, GLfloat a), (r, g, b, a)) \
  PROCEDURE(glCompileShader, (GLuint shader), (shader)) \
  PROCEDURE(glDeleteBuffers, (GLsizei n, const GLuint *names), (n, names)) \
  PROCEDURE(glDeleteFramebuffers, (GLsizei n, const GLuint *names), (n, names)) \
  PROCEDURE(glDeleteProgram, (GLuint program), (program)) \
  PROCEDURE(glDeleteRenderbuffers, (GLsizei n, const GLuint *names), (n, names)) \
  PROCEDURE(glDeleteShader, (GLuint shader), (shader)) \
  PROCEDURE(glDeleteTextures, (GLsizei n, const GLuint *names), (n, names)) \
  PROCEDURE(glDeleteVertexArrays, (GLsizei n, const GLuint *names), (n, names)) \
  PROCEDURE(glDepthFunc, (GLenum function), (function)) \
  PROCEDURE(glDepthMask, (GLboolean flag), (flag)) \
  PROCEDURE(glDisable, (GLenum capability), (capability)) \
  PROCEDURE(glDrawArrays, (GLenum mode, GLint first, GLsizei count), (mode, first, count)) \
  PROCEDURE(glDrawElements, (GLenum mode, GLsizei count, GLenum type, const void *indices), (mode, \
      count, type, indices)) \
  PROCEDURE(glEnable, (GLenum capability), (capability)) \
  PROCEDURE(glEnableVertexAttribArray, (GLuint index), (index)) \
  PROCEDURE(glFinish, (void), ()) \
  PROCEDURE(glFramebufferRenderbuffer, (GLenum target, GLenum attachment, GLenum kind, \
      GLuint renderbuffer), (target, attachment, kind, renderbuffer)) \
  PROCEDURE(glGenBuffers, (GLsizei n, GLuint *names), (n, names)) \
  PROCEDURE(glGenFramebuffers, (GLsizei n, GLuint *names), (n, names)) \
  PROCEDURE(glGenRenderbuffers, (GLsizei n, GLuint *names), (n, names)) \
  PROCEDURE(glGenTextures, (GLsizei n, GLuint *names), (n, names)) \
  PROCEDURE(glGenVertexArrays, (GLsizei n, GLuint *names), (n, names)) \
  PROCEDURE(glGetIntegerv, (GLenum name, GLint *value), (name, value)) \
  PROCEDURE(glGetProgramInfoLog, (GLuint program, GLsizei size, GLsizei *length, GLchar *log), \
      (program, size, length, log)) \
  PROCEDURE(glGetProgramiv, (GLuint program, GLenum name, GLint *value), (program, name, value)) \
  PROCEDURE(glGetShaderInfoLog, (GLuint shader, GLsizei size, GLsizei *length, GLchar *log), (shader, \
      size, length, log)) \
  PROCEDURE(glGetShaderiv, (GLuint shader, GLenum name, GLint *value), (shader, name, value)) \
  PROCEDURE(glLinkProgram, (GLuint program), (program)) \
  PROCEDURE(glPixelStorei, (GLenum name, GLint value), (name, value)) \
  PROCEDURE(glReadPixels, (GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, \
      GLenum type, void *pixels), (x, y, width, height, format, type, pixels)) \
  PROCEDURE(glRenderbufferStorage, (GLenum target, GLenum format, GLsizei width, GLsizei height), \
      (target, format, width, height)) \
  PROCEDURE(glRenderbufferStorageMultisample, \
      (GLenum target, GLsizei samples, GLenum format, GLsizei width, GLsizei height), \
      (target, samples, format, width, height)) \
  PROCEDURE(glScissor, (GLint x, GLint y, GLsizei width, GLsizei height), (x, y, width, height)) \
  PROCEDURE(glShaderSource, (GLuint shader, GLsizei count, const GLchar *const *text, \
      const GLint *lengths), (shader, count, text, lengths)) \
  PROCEDURE(glTexBuffer, (GLenum target, GLenum format, GLuint buffer), (target, format, buffer)) \
  PROCEDURE(glTexImage2D, (GLenum target, GLint level, GLint format, GLsizei width, GLsizei height, \
      GLint border, GLenum layout, GLenum type, const void *pixels), (target, level, format, width, \
      height, border, layout, type, pixels)) \
  PROCEDURE(glTexParameteri, (GLenum target, GLenum name, GLint value), (target, name, value)) \
  PROCEDURE(glTexSubImage2D, (GLenum target, GLint level, GLint x, GLint y, GLsizei width, \
      GLsizei height, GLenum format, GLenum type, const void *pixels), (target, level, x, y, width, \
      height, format, type, pixels)) \
  PROCEDURE(glUniform1i, (GLint location, GLint a), (location, a)) \
  PROCEDURE(glUniform2f, (GLint location, GLfloat a, GLfloat b), (location, a, b)) \
  PROCEDURE(glUniform3f, (GLint location, GLfloat a, GLfloat b, GLfloat c), (location, a, b, c)) \
  PROCEDURE(glUniformMatrix3fv, \
      (GLint location, GLsizei count, GLboolean transpose, const GLfloat *value), \
      (location, count, transpose, value)) \
  PROCEDURE(glUniformMatrix4fv, (GLint location, GLsizei count, GLboolean transpose, \
      const GLfloat *value), (location, count, transpose, value)) \
  PROCEDURE(glUseProgram, (GLuint program), (program)) \
  PROCEDURE(glVertexAttribPointer, (GLuint index, GLint size, GLenum type, GLboolean normalized, \
      GLsizei stride, const void *pointer), (index, size, type, normalized, stride, pointer)) \
  PROCEDURE(glViewport, (GLint x, GLint y, GLsizei width, GLsizei height), (x, y, width, height)) \
  FUNCTION(GLenum, glCheckFramebufferStatus, (GLenum target), (target)) \
  FUNCTION(GLuint, glCreateProgram, (void), ()) \
  FUNCTION(GLuint, glCreateShader, (GLenum kind), (kind)) \
  FUNCTION(GLint, glGetUniformLocation, (GLuint program, const GLchar *name), (program, name))

#define GLFW_FUNCTIONS(FUNCTION, PROCEDURE) \
  PROCEDURE(glfwTerminate, (void), ()) \
  PROCEDURE(glfwWindowHint, (int hint, int value), (hint, value)) \
  PROCEDURE(glfwDestroyWindow, (GLFWwindow *window), (window)) \
  PROCEDURE(glfwMakeContextCurrent, (GLFWwindow *window), (window)) \
  PROCEDURE(glfwSwapInterval, (int interval), (interval)) \
  PROCEDURE(glfwSwapBuffers, (GLFWwindow *window), (window)) \
  PROCEDURE(glfwPollEvents, (void), ()) \
  PROCEDURE(glfwWaitEventsTimeout, (double timeout), (timeout)) \
  PROCEDURE(glfwSetWindowShouldClose, (GLFWwindow *window, int value), (window, value)) \
  PROCEDURE(glfwSetWindowTitle, (GLFWwindow *window, const char *title), (window, title)) \
  PROCEDURE(glfwSetWindowSize, (GLFWwindow *window, int width, int height), (window, width, height)) \
  PROCEDURE(glfwSetWindowSizeLimits, (GLFWwindow *window, int a, int b, int c, int d), (window, a, b, \
      c, d)) \
  PROCEDURE(glfwGetFramebufferSize, (GLFWwindow *window, int *width, int *height), (window, width, \
      height)) \
  PROCEDURE(glfwGetWindowSize, (GLFWwindow *window, int *width, int *height), (window, width, height)) \
  PROCEDURE(glfwGetWindowContentScale, (GLFWwindow *window, float *x, float *y), (window, x, y)) \
  PROCEDURE(glfwSetWindowUserPointer, (GLFWwindow *window, void *pointer), (window, pointer)) \
  FUNCTION(int, glfwInit, (void), ()) \
  FUNCTION(int, glfwGetError, (const char **description), (description)) \
  FUNCTION(GLFWwindow *, glfwCreateWindow, (int width, int height, const char *title, \
      GLFWmonitor *monitor, GLFWwindow *share), (width, height, title, monitor, share)) \
  FUNCTION(int, glfwWindowShouldClose, (GLFWwindow *window), (window)) \
  FUNCTION(void *, glfwGetWindowUserPointer, (GLFWwindow *window), (window)) \
  FUNCTION(GLFWkeyfun, glfwSetKeyCallback, (GLFWwindow *window, GLFWkeyfun callback), (window, \
      callback)) \
  FUNCTION(GLFWmousebuttonfun, glfwSetMouseButtonCallback, (GLFWwindow *window, \
      GLFWmousebuttonfun callback), (window, callback)) \
  FUNCTION(GLFWcursorposfun, glfwSetCursorPosCallback, (GLFWwindow *window, \
      GLFWcursorposfun callback), (window, callback)) \
  FUNCTION(GLFWscrollfun, glfwSetScrollCallback, (GLFWwindow *window, GLFWscrollfun callback), \
      (window, callback)) \
  FUNCTION(GLFWwindowfocusfun, glfwSetWindowFocusCallback, (GLFWwindow *window, \
      GLFWwindowfocusfun callback), (window, callback))

#define DEFINE_FUNCTION(result, name, parameters, arguments) \
  static __typeof__(name) *name##_pointer; \
  result name parameters { return name##_pointer arguments; }
#define DEFINE_PROCEDURE(name, parameters, arguments) \
  static __typeof__(name) *name##_pointer; \
  void name parameters { name##_pointer arguments; }

OPENGL_FUNCTIONS(DEFINE_FUNCTION, DEFINE_PROCEDURE)
GLFW_FUNCTIONS(DEFINE_FUNCTION, DEFINE_PROCEDURE)

#if defined(__APPLE__)
static const char *const opengl_names[] = {"/System/Library/Frameworks/OpenGL.framework/OpenGL", NULL};
static const char *const glfw_names[] = {"libglfw.3.dylib", NULL};
#else
static const char *const opengl_names[] = {"libGL.so.1", "libOpenGL.so.0", NULL};
static const char *const glfw_names[] = {"libglfw.so.3", NULL};
#endif

static void *open_first(const char *const *names) {
  for (; *names; names++) {
    void *library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
    if (library) return library;
  }
  return NULL;
}

/// Kept for the program's life: there is at most one for each library.
static const char *lacks(const char *library, const char *name) {
  const size_t size = 160;
  char *message = malloc(size);
  if (!message) abort();
  snprintf(message, size, "the %s library on this machine lacks the function %s", library, name);
  return message;
}

#define LOAD(library_name, name) \
  name##_pointer = (__typeof__(name) *)dlsym(library, #name); \
  if (!name##_pointer) return lacks(library_name, #name);

#define LOAD_GL_FUNCTION(result, name, parameters, arguments) LOAD("OpenGL", name)
#define LOAD_GL_PROCEDURE(name, parameters, arguments) LOAD("OpenGL", name)
#define LOAD_GLFW_FUNCTION(result, name, parameters, arguments) LOAD("GLFW", name)
#define LOAD_GLFW_PROCEDURE(name, parameters, arguments) LOAD("GLFW", name)

static const char *open_gl(void) {
  void *library = open_first(opengl_names);
  if (!library) return "no OpenGL library was found; install libgl1 (Debian: apt-get install libgl1)";
  OPENGL_FUNCTIONS(LOAD_GL_FUNCTION, LOAD_GL_PROCEDURE)
  return NULL;
}

static const char *open_glfw(void) {
  void *library = open_first(glfw_names);
  if (!library) return "no GLFW library was found; install libglfw3 (Debian: apt-get install libglfw3)";
  GLFW_FUNCTIONS(LOAD_GLFW_FUNCTION, LOAD_GLFW_PROCEDURE)
  return NULL;
}

// EGL, declared here because its headers are not part of the OpenGL package. Names and values follow the
// EGL 1.5 specification and the extensions EGL_MESA_platform_surfaceless and EGL_EXT_platform_device.

typedef void *egl_handle;
typedef struct {
  egl_handle (*get_platform_display)(unsigned, void *, const ptrdiff_t *);
  egl_handle (*get_display)(void *);
  unsigned (*initialize)(egl_handle, int *, int *);
  unsigned (*bind_api)(unsigned);
  unsigned (*choose_config)(egl_handle, const int *, egl_handle *, int, int *);
  egl_handle (*create_context)(egl_handle, egl_handle, egl_handle, const int *);
  unsigned (*make_current)(egl_handle, egl_handle, egl_handle, egl_handle);
  unsigned (*destroy_context)(egl_handle, egl_handle);
  void *(*get_proc_address)(const char *);
} egl_functions;

enum {
  egl_none = 0x3038,
  egl_opengl_api = 0x30A2,
  egl_renderable_type = 0x3040,
  egl_opengl_bit = 0x0008,
  egl_surface_type = 0x3033,
  egl_context_major_version = 0x3098,
  egl_context_minor_version = 0x30FB,
  egl_context_profile_mask = 0x30FD,
  egl_core_profile_bit = 0x0001,
  egl_platform_surfaceless = 0x31DD,
  egl_platform_device = 0x313F,
};

struct graphics_headless {
  egl_handle display;
  egl_handle context;
};

static egl_functions egl;

static const char *open_egl(void) {
  void *library = dlopen("libEGL.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return "no EGL library was found; install libegl1 (Debian: apt-get install libegl1)";
  struct {
    const char *name;
    void **place;
  } const entries[] = {
      {"eglGetPlatformDisplay", (void **)&egl.get_platform_display},
      {"eglGetDisplay", (void **)&egl.get_display},
      {"eglInitialize", (void **)&egl.initialize},
      {"eglBindAPI", (void **)&egl.bind_api},
      {"eglChooseConfig", (void **)&egl.choose_config},
      {"eglCreateContext", (void **)&egl.create_context},
      {"eglMakeCurrent", (void **)&egl.make_current},
      {"eglDestroyContext", (void **)&egl.destroy_context},
      {"eglGetProcAddress", (void **)&egl.get_proc_address},
  };
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
    *entries[i].place = dlsym(library, entries[i].name);
    if (!*entries[i].place) return lacks("EGL", entries[i].name);
  }
  return NULL;
}

// A library is looked for once, by whichever thread asks first; what was missing stays missing.
#define OPEN_ONCE(name) \
  static pthread_once_t name##_once = PTHREAD_ONCE_INIT; \
  static const char *name##_fault; \
  static void name##_first(void) { name##_fault = name(); } \
  static const char *name##_once_only(void) { \
    pthread_once(&name##_once, name##_first); \
    return name##_fault; \
  }
OPEN_ONCE(open_gl)
OPEN_ONCE(open_glfw)
OPEN_ONCE(open_egl)

const char *graphics_open_gl(void) { return open_gl_once_only(); }
const char *graphics_open_glfw(void) { return open_glfw_once_only(); }

/// The first display that initialises: surfaceless, then each device, then the default one.
static egl_handle initialized_display(void) {
  egl_handle display = egl.get_platform_display(egl_platform_surfaceless, NULL, NULL);
  if (display && egl.initialize(display, NULL, NULL)) return display;
  unsigned (*query_devices)(int, egl_handle *, int *) =
      (unsigned (*)(int, egl_handle *, int *))egl.get_proc_address("eglQueryDevicesEXT");
  egl_handle devices[16];
  int count = 0;
  if (query_devices && query_devices(16, devices, &count)) {
    for (int i = 0; i < count; i++) {
      display = egl.get_platform_display(egl_platform_device, devices[i], NULL);
      if (display && egl.initialize(display, NULL, NULL)) return display;
    }
  }
  display = egl.get_display(NULL);
  return display && egl.initialize(display, NULL, NULL) ? display : NULL;
}

const char *graphics_headless_create(graphics_headless **result) {
  *result = NULL;
  const char *fault = graphics_open_gl();
  if (!fault) fault = open_egl_once_only();
  if (fault) return fault;
  egl_handle display = initialized_display();
  if (!display) return "EGL offers no display without a screen; install libgl1-mesa-dri";
  if (!egl.bind_api(egl_opengl_api)) return "EGL on this machine cannot serve OpenGL";
  const int wanted[] = {egl_renderable_type, egl_opengl_bit, egl_surface_type, 0, egl_none};
  egl_handle config = NULL;
  int count = 0;
  if (!egl.choose_config(display, wanted, &config, 1, &count) || count == 0) config = NULL;
  const int version[] = {
      egl_context_major_version, 3, egl_context_minor_version, 3,
      egl_context_profile_mask, egl_core_profile_bit, egl_none,
  };
  egl_handle context = egl.create_context(display, config, NULL, version);
  if (!context) return "EGL on this machine offers no OpenGL 3.3 core context";
  if (!egl.make_current(display, NULL, NULL, context)) {
    egl.destroy_context(display, context);
    return "EGL cannot use a context without a surface here";
  }
  graphics_headless *headless = malloc(sizeof *headless);
  if (!headless) abort();
  headless->display = display;
  headless->context = context;
  *result = headless;
  return NULL;
}

int graphics_headless_make_current(graphics_headless *headless) {
  // The bound API belongs to the thread.
  return egl.bind_api(egl_opengl_api)
      && egl.make_current(headless->display, NULL, NULL, headless->context);
}

void graphics_headless_release(graphics_headless *headless) {
  egl.make_current(headless->display, NULL, NULL, NULL);
}

void graphics_headless_destroy(graphics_headless *headless) {
  graphics_headless_release(headless);
  egl.destroy_context(headless->display, headless->context);
  free(headless);
}

#endif
