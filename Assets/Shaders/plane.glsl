// Plane figures in pixels, one rectangle of fragments per instance. The program's kind is defined in front
// of this text: VERTEX or FRAGMENT, and one of FLAT, ROUND, BOX, FRAME, MASK, GRID. Coverage follows the
// software rasteriser: ramps one pixel wide over the distance to a border, exact overlap for upright boxes.

// Five texels per instance:
//   centre x, y; direction of the instance's first axis x, y (the second is a quarter turn clockwise on
//   screen, where y points down)
//   the fragments' rectangle along the axes, from the centre: least x, y, greatest x, y
//   half sizes of the shape along the axes
//   inner and outer distance of the painted band, or columns and rows of a grid, or one over a mask's side;
//   texel under pixel (0, 0)
//   colour, straight alpha; what leaves is premultiplied
uniform samplerBuffer instances;

#ifdef VERTEX

uniform vec2 picture;
flat out vec4 place;
flat out vec2 extent;
flat out vec4 band;
flat out vec4 paint;

void main() {
  // Six vertices per instance, two triangles: a software OpenGL runs whole batches of vertices at a time,
  // but instances one by one.
  int start = 5 * (gl_VertexID / 6);
  int corner = gl_VertexID % 6;
  bool isRight = corner == 1 || corner == 3 || corner == 4;
  bool isLower = corner == 2 || corner > 3;
  place = texelFetch(instances, start);
  vec4 cover = texelFetch(instances, start + 1);
  extent = texelFetch(instances, start + 2).xy;
  band = texelFetch(instances, start + 3);
  paint = texelFetch(instances, start + 4);
  vec2 reach = vec2(isRight ? cover.z : cover.x, isLower ? cover.w : cover.y);
  vec2 pixel = place.xy + reach.x * place.zw + reach.y * vec2(-place.w, place.z);
  // The picture's upper row is the target's first one, so that it is read back in order.
  gl_Position = vec4(2.0 * pixel / picture - 1.0, 0.0, 1.0);
}

#else

flat in vec4 place;
flat in vec2 extent;
flat in vec4 band;
flat in vec4 paint;
out vec4 color;

uniform sampler2D cells;

/// How much of a pixel's width around x lies in -h...h.
float overlap(float x, float h) {
  return clamp(min(x + 0.5, h) - max(x - 0.5, -h), 0.0, 1.0);
}

void main() {
#ifdef FLAT
  color = vec4(paint.rgb * paint.a, paint.a);
#elif defined(MASK)
  float coverage = texture(cells, (gl_FragCoord.xy + band.zw) * band.x).r;
  color = vec4(paint.rgb, 1.0) * (paint.a * coverage);
#else
  vec2 offset = gl_FragCoord.xy - place.xy;
  vec2 local = vec2(dot(offset, place.zw), dot(offset, vec2(-place.w, place.z)));
#ifdef ROUND
  float distance = length(vec2(max(abs(local.x) - extent.x, 0.0), local.y));
  float coverage = clamp(min(band.y - distance, distance - band.x) + 0.5, 0.0, 1.0);
#elif defined(FRAME)
  vec2 beyond = abs(local) - extent;
  float distance = abs(length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0));
  float coverage = clamp(band.y - distance + 0.5, 0.0, 1.0);
#else
  float coverage = overlap(local.x, extent.x) * overlap(local.y, extent.y);
#endif
#ifdef GRID
  ivec2 cell = ivec2(clamp(floor((local / extent + 1.0) * 0.5 * band.xy), vec2(0.0), band.xy - 1.0));
  vec4 texel = texelFetch(cells, cell, 0);
  color = vec4(texel.rgb, 1.0) * (texel.a * coverage);
#else
  color = vec4(paint.rgb, 1.0) * (paint.a * coverage);
#endif
#endif
}

#endif
