/**
 * One program for each kind of shape, an instance a shape. Positions are device pixels from the top left; sizes come worked out from
 * geometry.ts, so the shaders know shapes but no measures. Edges are softened over one pixel by how much of it is covered.
 */
import { lineEnding, signShape } from './renderer.ts';

const VERTEX = `#version 300 es
precision highp float;
uniform vec2 size;
in vec4 colour;
flat out vec4 paint;
vec2 corner() { return vec2(gl_VertexID & 1, gl_VertexID >> 1); }
vec4 place(vec2 at) { return vec4(at.x / size.x * 2.0 - 1.0, 1.0 - at.y / size.y * 2.0, 0.0, 1.0); }
`;

const FRAGMENT = `#version 300 es
precision highp float;
flat in vec4 paint;
out vec4 pixel;
/** How much of the pixel around \`at\` lies within two edges. */
float within(float at, float low, float high) { return clamp(min(at + 0.5, high) - max(at - 0.5, low), 0.0, 1.0); }
/** How much of a pixel is covered, by its distance from the edge: inside is negative. */
float inside(float distance) { return clamp(0.5 - distance, 0.0, 1.0); }
void cover(float part) {
  float alpha = paint.a * part;
  if (alpha <= 0.0) discard;
  pixel = vec4(paint.rgb * alpha, alpha);
}
`;

export const rectangleShaders = {
  vertex: `${VERTEX}
in vec4 box;
void main() {
  paint = colour;
  gl_Position = place(mix(box.xy, box.zw, corner()));
}`,
  fragment: `${FRAGMENT}
void main() { cover(1.0); }`,
  columns: [
    ['box', 4],
    ['colour', 0],
  ],
} as const;

export const hatchShaders = {
  ...rectangleShaders,
  /** `hatch`: period and width. */
  fragment: `${FRAGMENT}
uniform vec2 size;
uniform vec2 hatch;
void main() {
  float along = gl_FragCoord.x + size.y - gl_FragCoord.y;
  float off = mod(along + hatch.x * 0.5, hatch.x) - hatch.x * 0.5;
  cover(within(off * ${Math.SQRT1_2}, -hatch.y * 0.5, hatch.y * 0.5));
}`,
} as const;

export const lineShaders = {
  /** `ends`: both points; `stroke`: width, 1 if dashed; `tip`: ending, its length or radius, its half width or thickness, the body's length. */
  vertex: `${VERTEX}
in vec4 ends;
in vec2 stroke;
in vec4 tip;
out vec2 local;
flat out vec2 line;
flat out vec4 ending;
flat out float reach;
void main() {
  paint = colour;
  line = stroke;
  ending = tip;
  vec2 by = ends.zw - ends.xy;
  reach = length(by);
  vec2 along = reach == 0.0 ? vec2(1.0, 0.0) : by / reach;
  float extra = max(stroke.x * 0.5, tip.x == 0.0 ? 0.0 : max(tip.y, tip.z)) + 1.0;
  vec2 c = corner();
  local = vec2(mix(-extra, reach + extra, c.x), mix(-extra, extra, c.y));
  gl_Position = place(ends.xy + along * local.x + vec2(-along.y, along.x) * local.y);
}`,
  /** `dash`: drawn, and left out. */
  fragment: `${FRAGMENT}
uniform vec2 dash;
in vec2 local;
flat in vec2 line;
flat in vec4 ending;
flat in float reach;
void main() {
  float half_ = line.x * 0.5;
  float part = ending.w > 0.0 ? within(local.y, -half_, half_) * within(local.x, 0.0, ending.w) : 0.0;
  if (line.y > 0.5) {
    float period = dash.x + dash.y;
    float at = mod(local.x, period);
    part *= min(1.0, within(at, 0.0, dash.x) + within(at, period, period + dash.x) + within(at, -period, dash.x - period));
  }
  vec2 fromTip = vec2(local.x - reach, local.y);
  if (ending.x == ${lineEnding.arrow}.0) {
    float slant = (fromTip.x * ending.z + abs(fromTip.y) * ending.y) / length(ending.yz);
    part = max(part, inside(max(slant, -ending.y - fromTip.x)));
  } else if (ending.x == ${lineEnding.openDot}.0) {
    float middle = ending.y - ending.z * 0.5;
    part = max(part, inside(abs(length(fromTip) - middle) - ending.z * 0.5));
  } else if (ending.x == ${lineEnding.dot}.0) {
    part = max(part, inside(length(fromTip) - ending.y));
  }
  cover(part);
}`,
  columns: [
    ['ends', 4],
    ['stroke', 2],
    ['tip', 4],
    ['colour', 0],
  ],
} as const;

export const signShaders = {
  /** `sign`: centre, half the size, shape; `thin`: the measure that its shape has besides. */
  vertex: `${VERTEX}
in vec4 sign;
in float thin;
out vec2 local;
flat out vec3 form;
void main() {
  paint = colour;
  form = vec3(sign.zw, thin);
  float reach = max(sign.z * 1.2, thin) + 1.0;
  local = mix(vec2(-reach), vec2(reach), corner());
  gl_Position = place(sign.xy + local);
}`,
  /** `flag`: pole, tip and foot as parts of the size; `triangle`: its half width. */
  fragment: `${FRAGMENT}
uniform vec3 flag;
uniform float triangle;
in vec2 local;
flat in vec3 form;
/** Distance from the line through two points: what is to the right of it as one goes is inside. */
float edge(vec2 from, vec2 to) {
  vec2 by = to - from;
  return dot(local - from, vec2(by.y, -by.x)) / length(by);
}
void main() {
  float h = form.x;
  float thin = form.z;
  vec2 a = abs(local);
  int shape = int(form.y + 0.5);
  float part = 0.0;
  if (shape == ${signShape.tick} || shape == ${signShape.bar}) {
    part = within(local.x, -thin, thin) * within(local.y, -h, h);
  } else if (shape == ${signShape.diamond}) {
    part = inside((a.x + a.y - h) * ${Math.SQRT1_2});
  } else if (shape == ${signShape.dot}) {
    part = inside(length(local) - h);
  } else if (shape == ${signShape.ring}) {
    part = inside(abs(length(local) - h + thin * 0.5) - thin * 0.5);
  } else if (shape == ${signShape.cross}) {
    part = inside(max(abs(a.x - a.y) * ${Math.SQRT1_2} - thin, (a.x + a.y) * ${Math.SQRT1_2} - (h * ${Math.SQRT2} - thin)));
  } else if (shape == ${signShape.triangle}) {
    float wide = triangle * h * 2.0;
    float sides = max(edge(vec2(0.0, -h), vec2(wide, h)), edge(vec2(-wide, h), vec2(0.0, -h)));
    part = inside(max(sides, local.y - h));
  } else if (shape == ${signShape.square}) {
    part = within(local.x, -h, h) * within(local.y, -h, h);
  } else if (shape == ${signShape.flag}) {
    float left = flag.x * h * 2.0;
    float right = left + thin;
    float foot = flag.z * h * 2.0;
    vec2 tip = vec2(flag.y * h * 2.0, (foot - h) * 0.5);
    float pole = within(local.x, left, right) * within(local.y, -h, h);
    float sides = max(edge(vec2(right, -h), tip), edge(tip, vec2(right, foot)));
    part = max(pole, inside(sides) * clamp(local.x - right + 0.5, 0.0, 1.0));
  }
  cover(part);
}`,
  columns: [
    ['sign', 4],
    ['thin', 1],
    ['colour', 0],
  ],
} as const;
