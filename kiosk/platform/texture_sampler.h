// Reads texels as GL does with linear filtering and clamped edges. Pure; any thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kiosk/platform/draw_list_consumer.h"

namespace foyer::platform {

// 0 .. 255 each.
struct Texel {
  float r = 255, g = 255, b = 255, a = 255;
};

inline Texel texel_at(const Texture& texture, int x, int y) {
  x = std::clamp(x, 0, texture.width - 1);
  y = std::clamp(y, 0, texture.height - 1);
  const std::size_t index =
      static_cast<std::size_t>(y) * static_cast<std::size_t>(texture.width) + static_cast<std::size_t>(x);
  if (texture.format == Texture::Format::alpha8) return {255, 255, 255, static_cast<float>(texture.pixels[index])};
  const std::uint8_t* p = &texture.pixels[index * 4];
  return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2]), static_cast<float>(p[3])};
}

// `u` and `v` are 0 .. 1 over the texture.
inline Texel sample_linear(const Texture& texture, float u, float v) {
  const float x = std::clamp(u * static_cast<float>(texture.width) - 0.5F, -1.0F, static_cast<float>(texture.width));
  const float y = std::clamp(v * static_cast<float>(texture.height) - 0.5F, -1.0F, static_cast<float>(texture.height));
  const float left = std::floor(x);
  const float top = std::floor(y);
  const float fx = x - left;
  const float fy = y - top;
  const int ix = static_cast<int>(left);
  const int iy = static_cast<int>(top);
  const Texel a = texel_at(texture, ix, iy);
  const Texel b = texel_at(texture, ix + 1, iy);
  const Texel c = texel_at(texture, ix, iy + 1);
  const Texel d = texel_at(texture, ix + 1, iy + 1);
  const auto mix = [fx, fy](float p, float q, float r, float s) {
    const float upper = p + (q - p) * fx;
    const float lower = r + (s - r) * fx;
    return upper + (lower - upper) * fy;
  };
  return {mix(a.r, b.r, c.r, d.r), mix(a.g, b.g, c.g, d.g), mix(a.b, b.b, c.b, d.b), mix(a.a, b.a, c.a, d.a)};
}

}  // namespace foyer::platform
