#include "kiosk/platform/raster_fill.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "kiosk/platform/texture_sampler.h"

namespace foyer::platform {
namespace {

using Vertex = Rasteriser::Vertex;
using Primitive = Rasteriser::Primitive;

constexpr std::int64_t kSubpixels = 256;
constexpr std::int64_t kCentre = kSubpixels / 2;

// Rounds to the nearest 1/256 without a call into libm: adding a large whole number first makes truncation the floor.
// REQUIRES: |value| < 3'000'000
std::int64_t to_fixed(float value) {
  constexpr std::int64_t kShift = 1'000'000'000;
  const double shifted = static_cast<double>(value) * kSubpixels + (static_cast<double>(kShift) + 0.5);
  return static_cast<std::int64_t>(shifted) - kShift;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return (a % b != 0 && ((a < 0) != (b < 0))) ? q - 1 : q;
}
std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return -floor_div(-a, b); }

// The first pixel whose centre is at or right of a fixed-point position.
int first_pixel(std::int64_t fixed) { return static_cast<int>(ceil_div(fixed - kCentre, kSubpixels)); }

std::uint32_t channel(std::uint32_t colour, int shift) { return (colour >> shift) & 0xFFU; }
std::uint32_t alpha_of(std::uint32_t colour) { return channel(colour, 24); }

// Exact rounding of v / 255 for two 16-bit lanes, each at most 255 * 255.
std::uint32_t divide_lanes(std::uint32_t v) {
  v += 0x00800080U;
  return ((v + ((v >> 8) & 0x00FF00FFU)) >> 8) & 0x00FF00FFU;
}

// A colour multiplied by its alpha, as two pairs of lanes.
struct Paint {
  std::uint32_t red_blue = 0;
  std::uint32_t green = 0;
  std::uint32_t rest = 255;  // what remains of the pixel below

  Paint(std::uint32_t r, std::uint32_t g, std::uint32_t b, std::uint32_t a)
      : red_blue((r * a) << 16 | (b * a)), green(g * a), rest(255 - a) {}
};

void blend(std::uint32_t& pixel, const Paint& paint) {
  const std::uint32_t red_blue = divide_lanes((pixel & 0x00FF00FFU) * paint.rest + paint.red_blue);
  const std::uint32_t green = divide_lanes(((pixel >> 8) & 0xFFU) * paint.rest + paint.green);
  pixel = red_blue | green << 8;
}

std::uint32_t to_byte(float value) { return static_cast<std::uint32_t>(std::clamp(value + 0.5F, 0.0F, 255.0F)); }

void fill_span(std::uint32_t* pixel, int count, std::uint32_t colour) {
  const std::uint32_t r = channel(colour, 0), g = channel(colour, 8), b = channel(colour, 16), a = alpha_of(colour);
  if (a == 255) {
    std::fill_n(pixel, count, r << 16 | g << 8 | b);
    return;
  }
  const Paint paint(r, g, b, a);
  for (int i = 0; i < count; ++i) blend(pixel[i], paint);
}

// A value that changes linearly over the picture.
struct Plane {
  float value = 0, per_x = 0, per_y = 0;
  float at(float x, float y) const { return value + per_x * x + per_y * y; }
};

// The colour of a triangle at each pixel.
class Shader {
 public:
  explicit Shader(const Primitive& p) : texture_(*p.texture), origin_(p.a) {
    const float bx = p.b.x - p.a.x, by = p.b.y - p.a.y, cx = p.c.x - p.a.x, cy = p.c.y - p.a.y;
    const float area = bx * cy - by * cx;
    const float scale = area != 0 ? 1 / area : 0;
    const auto plane = [&](float a, float b, float c) {
      const float db = b - a, dc = c - a;
      return Plane{a, (db * cy - dc * by) * scale, (dc * bx - db * cx) * scale};
    };
    for (int i = 0; i < 4; ++i) {
      const auto of = [i](const Vertex& v) { return static_cast<float>(channel(v.colour, i * 8)); };
      colour_[static_cast<std::size_t>(i)] = plane(of(p.a), of(p.b), of(p.c));
    }
    u_ = plane(p.a.u, p.b.u, p.c.u);
    v_ = plane(p.a.v, p.b.v, p.c.v);
    has_one_texel_ = p.a.u == p.b.u && p.b.u == p.c.u && p.a.v == p.b.v && p.b.v == p.c.v;
    if (has_one_texel_) texel_ = sample_linear(texture_, p.a.u, p.a.v);
  }

  void span(std::uint32_t* row, int x0, int x1, int y) const {
    const float fy = static_cast<float>(y) + 0.5F - origin_.y;
    for (int x = x0; x < x1; ++x) {
      const float fx = static_cast<float>(x) + 0.5F - origin_.x;
      const Texel texel = has_one_texel_ ? texel_ : sample_linear(texture_, u_.at(fx, fy), v_.at(fx, fy));
      const auto mul = [&](std::size_t i, float t) {
        return to_byte(std::clamp(colour_[i].at(fx, fy), 0.0F, 255.0F) * t / 255);
      };
      const std::uint32_t a = mul(3, texel.a);
      if (a != 0) blend(row[x], Paint(mul(0, texel.r), mul(1, texel.g), mul(2, texel.b), a));
    }
  }

 private:
  const Texture& texture_;
  Vertex origin_;
  std::array<Plane, 4> colour_;  // r, g, b, a
  Plane u_, v_;
  Texel texel_;
  bool has_one_texel_ = false;
};

// One side of a triangle: a point is inside when from_y * x <= limit(y).
struct Edge {
  std::int64_t dx, dy, x, y, bias;

  std::int64_t limit(std::int64_t yc) const { return dx * (yc - y) + dy * x + bias; }
};

using Edges = std::array<Edge, 3>;

// False for a triangle without area.
bool make_edges(const Primitive& p, Edges& edges) {
  std::array<std::pair<std::int64_t, std::int64_t>, 3> at = {{{to_fixed(p.a.x), to_fixed(p.a.y)},
                                                              {to_fixed(p.b.x), to_fixed(p.b.y)},
                                                              {to_fixed(p.c.x), to_fixed(p.c.y)}}};
  const std::int64_t area = (at[1].first - at[0].first) * (at[2].second - at[0].second) -
                            (at[1].second - at[0].second) * (at[2].first - at[0].first);
  if (area == 0) return false;
  if (area < 0) std::swap(at[1], at[2]);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& from = at[i];
    const auto& to = at[(i + 1) % 3];
    const std::int64_t dx = to.first - from.first;
    const std::int64_t dy = to.second - from.second;
    const bool is_top_or_left = dy < 0 || (dy == 0 && dx > 0);
    edges[i] = {dx, dy, from.first, from.second, is_top_or_left ? 0 : -1};
  }
  return true;
}

}  // namespace

PixelRect intersect(const PixelRect& a, const PixelRect& b) {
  const int x0 = std::max(a.x, b.x);
  const int y0 = std::max(a.y, b.y);
  const int x1 = std::min(a.x + a.w, b.x + b.w);
  const int y1 = std::min(a.y + a.h, b.y + b.h);
  return {x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0)};
}

PixelRect pixel_bounds(const Primitive& p) {
  const auto [x0, x1] = std::minmax({p.a.x, p.b.x, p.c.x});
  const auto [y0, y1] = std::minmax({p.a.y, p.b.y, p.c.y});
  const int left = first_pixel(to_fixed(x0));
  const int top = first_pixel(to_fixed(y0));
  // A triangle's right edge may own the centre it passes through.
  const int extra = p.is_rect ? 0 : 1;
  return {left, top, std::max(0, first_pixel(to_fixed(x1) + extra) - left),
          std::max(0, first_pixel(to_fixed(y1) + extra) - top)};
}

bool is_opaque(const Primitive& p) { return p.is_flat && alpha_of(p.flat) == 255; }

void flatten(Primitive& p) {
  p.is_flat = p.a.colour == p.b.colour && p.b.colour == p.c.colour && p.a.u == p.b.u && p.b.u == p.c.u &&
              p.a.v == p.b.v && p.b.v == p.c.v;
  if (!p.is_flat) return;
  const Texel texel = sample_linear(*p.texture, p.a.u, p.a.v);
  p.flat = 0;
  const std::array<float, 4> parts = {texel.r, texel.g, texel.b, texel.a};
  for (int i = 0; i < 4; ++i) {
    const auto vertex = static_cast<float>(channel(p.a.colour, i * 8));
    p.flat |= to_byte(vertex * parts[static_cast<std::size_t>(i)] / 255) << (i * 8);
  }
}

bool triangle_touches(const Primitive& p, const PixelRect& box) {
  Edges edges;
  if (!make_edges(p, edges)) return false;
  const std::int64_t x0 = box.x * kSubpixels + kCentre;
  const std::int64_t y0 = box.y * kSubpixels + kCentre;
  const std::int64_t x1 = (box.x + box.w - 1) * kSubpixels + kCentre;
  const std::int64_t y1 = (box.y + box.h - 1) * kSubpixels + kCentre;
  for (const Edge& edge : edges) {
    const std::int64_t best = edge.limit(edge.dx > 0 ? y1 : y0) - edge.dy * (edge.dy > 0 ? x0 : x1);
    if (best < 0) return false;
  }
  return true;
}

void fill_triangle(const Surface& surface, const PixelRect& box, const Primitive& p) {
  const PixelRect area = intersect(box, pixel_bounds(p));
  Edges edges;
  if (area.w == 0 || area.h == 0 || !make_edges(p, edges)) return;
  std::optional<Shader> shader;
  if (!p.is_flat) shader.emplace(p);
  for (int y = area.y; y < area.y + area.h; ++y) {
    const std::int64_t yc = y * kSubpixels + kCentre;
    int x0 = area.x;
    int x1 = area.x + area.w;
    for (const Edge& edge : edges) {
      const std::int64_t limit = edge.limit(yc);
      if (edge.dy > 0) {
        x1 = static_cast<int>(
            std::min<std::int64_t>(x1, floor_div(floor_div(limit, edge.dy) - kCentre, kSubpixels) + 1));
      } else if (edge.dy < 0) {
        x0 = static_cast<int>(std::max<std::int64_t>(x0, ceil_div(ceil_div(limit, edge.dy) - kCentre, kSubpixels)));
      } else if (limit < 0) {
        x1 = x0;
      }
    }
    if (x0 >= x1) continue;
    std::uint32_t* row = surface.pixels + static_cast<std::ptrdiff_t>(y) * surface.stride;
    if (shader) {
      shader->span(row, x0, x1, y);
    } else {
      fill_span(row + x0, x1 - x0, p.flat);
    }
  }
}

namespace {

// A rectangle that shows an alpha8 texture pixel for pixel, as unscaled glyphs do.
void copy_glyph(const Surface& surface, const PixelRect& area, const Primitive& p, int texel_x, int texel_y) {
  const Texture& texture = *p.texture;
  const std::uint32_t r = channel(p.a.colour, 0), g = channel(p.a.colour, 8), b = channel(p.a.colour, 16);
  const std::uint32_t alpha = alpha_of(p.a.colour);
  for (int y = 0; y < area.h; ++y) {
    std::uint32_t* pixel = surface.pixels + static_cast<std::ptrdiff_t>(area.y + y) * surface.stride + area.x;
    const std::uint8_t* texel =
        texture.pixels.data() + static_cast<std::ptrdiff_t>(texel_y + y) * texture.width + texel_x;
    for (int x = 0; x < area.w; ++x) {
      if (texel[x] == 0) continue;
      const std::uint32_t a = (texel[x] * alpha + 127) / 255;
      blend(pixel[x], Paint(r, g, b, a));
    }
  }
}

bool is_whole(float value) { return std::fabs(value - std::round(value)) < 1.0F / 64; }

}  // namespace

void fill_rect(const Surface& surface, const PixelRect& box, const Primitive& p) {
  const PixelRect area = intersect(box, pixel_bounds(p));
  if (area.w == 0 || area.h == 0) return;
  if (p.is_flat) {
    for (int y = area.y; y < area.y + area.h; ++y) {
      fill_span(surface.pixels + static_cast<std::ptrdiff_t>(y) * surface.stride + area.x, area.w, p.flat);
    }
    return;
  }
  const Texture& texture = *p.texture;
  const float per_x = (p.c.u - p.a.u) * static_cast<float>(texture.width) / (p.c.x - p.a.x);
  const float per_y = (p.c.v - p.a.v) * static_cast<float>(texture.height) / (p.c.y - p.a.y);
  // The texel under the centre of the first pixel.
  const float first_x = p.a.u * static_cast<float>(texture.width) + per_x * (static_cast<float>(area.x) - p.a.x);
  const float first_y = p.a.v * static_cast<float>(texture.height) + per_y * (static_cast<float>(area.y) - p.a.y);
  const bool is_unscaled = std::fabs(per_x - 1) * static_cast<float>(area.w) < 1.0F / 64 &&
                           std::fabs(per_y - 1) * static_cast<float>(area.h) < 1.0F / 64;
  if (texture.format == Texture::Format::alpha8 && is_unscaled && is_whole(first_x) && is_whole(first_y)) {
    const int texel_x = static_cast<int>(std::lround(first_x));
    const int texel_y = static_cast<int>(std::lround(first_y));
    if (texel_x >= 0 && texel_y >= 0 && texel_x + area.w <= texture.width && texel_y + area.h <= texture.height) {
      copy_glyph(surface, area, p, texel_x, texel_y);
      return;
    }
  }
  Primitive corner = p;  // the planes of a rectangle are those of one of its triangles
  corner.b = {p.c.x, p.a.y, p.c.u, p.a.v, p.a.colour};
  const Shader shader(corner);
  for (int y = area.y; y < area.y + area.h; ++y) {
    shader.span(surface.pixels + static_cast<std::ptrdiff_t>(y) * surface.stride, area.x, area.x + area.w, y);
  }
}

}  // namespace foyer::platform
