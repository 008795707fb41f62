// Plane figures in pixels, one rectangle of fragments per instance. The program's kind is defined in front
// of this text: VERTEX or FRAGMENT, and one of FLAT, ROUND, BOX, FRAME, MASK, GRID. Coverage follows the
// software rasteriser: ramps one pixel wide over the distance to a border, exact overlap for upright boxes.

// Five texels per instance:
//   centre x, y; direction of the instance's first axis x, y (the second is a quarter turn clockwise on
//   screen, where y points down)
//   the fragments' rectangle along the axes, from the centre: least x, y, greatest x, y
//   half sizes of the shape along the axes
//   inner and outer distance of the painted band, or columns and rows of a grid; texel under pixel (0, 0)
//   colour, straight alpha
uniform samplerBuffer instances;

#ifdef VERTEX

uniform int first;
uniform vec2 picture;
flat out vec4 place;
flat out vec2 extent;
flat out vec4 band;
flat out vec4 paint;

void main() {
  int start = 5 * (first + gl_InstanceID);
  place = texelFetch(instances, start);
  vec4 cover = texelFetch(instances, start + 1);
  extent = texelFetch(instances, start + 2).xy;
  band = texelFetch(instances, start + 3);
  paint = texelFetch(instances, start + 4);
  vec2 corner = vec2((gl_VertexID & 1) == 0 ? cover.x : cover.z, gl_VertexID < 2 ? cover.y : cover.w);
  vec2 pixel = place.xy + corner.x * place.zw + corner.y * vec2(-place.w, place.z);
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
  color = paint;
#elif defined(MASK)
  float coverage = texelFetch(cells, ivec2(floor(gl_FragCoord.xy) + band.zw), 0).r;
  color = vec4(paint.rgb, paint.a * coverage);
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
  color = vec4(texel.rgb, texel.a * coverage);
#else
  color = vec4(paint.rgb, paint.a * coverage);
#endif
#endif
}

#endif
