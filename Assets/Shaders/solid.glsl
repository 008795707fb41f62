// Solids in space, lit at each vertex as the software rasteriser lights them; SOLID, and VERTEX or FRAGMENT,
// are defined in front of this text.

#ifdef VERTEX

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
// From the mesh to clip coordinates, with y downwards: the picture's upper row is the target's first one.
uniform mat4 clip;
// From the mesh's normals to the world's, up to length.
uniform mat3 turn;
uniform vec3 sun;
uniform vec3 back;
// Ambient light, sun, headlight.
uniform vec3 strength;
out float light;

void main() {
  vec3 n = normalize(turn * normal);
  light = min(1.0, strength.x + strength.y * max(0.0, dot(n, sun)) + strength.z * max(0.0, dot(n, back)));
  gl_Position = clip * vec4(position, 1.0);
}

#else

in float light;
uniform vec3 paint;
out vec4 color;

void main() { color = vec4(paint * light, 1.0); }

#endif
