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

// The first pixel whose centre is at or right of a fixed-point position: rounded up, by a shift that rounds down.
static_assert(kSubpixels == 1 << 8);
int first_pixel(std::int64_t fixed) { return static_cast<int>((fixed - kCentre + kSubpixels - 1) >> 8); }

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

// Where an edge cuts the rows of pixels, one after the other: exact, with divisions only for the first row. A pixel at
// column x is inside when dy * (256 x + 128) <= limit(row), so its last or first column is a floor of
// (limit - 128 dy) / (256 dy), kept as quotient and remainder.
class EdgeWalk {
 public:
  EdgeWalk(const Edge& edge, int first_row) : dy_(edge.dy) {
    const std::int64_t limit = edge.limit(first_row * kSubpixels + kCentre);
    if (dy_ == 0) {
      quotient_ = limit;
      quotient_step_ = edge.dx * kSubpixels;
      return;
    }
    // The left edges (dy < 0) are mirrored, so that both kinds round down.
    divisor_ = kSubpixels * std::abs(dy_);
    const std::int64_t first = limit - kCentre * dy_;
    const std::int64_t step = edge.dx * kSubpixels;
    quotient_ = floor_div(first, divisor_);
    remainder_ = first - quotient_ * divisor_;
    quotient_step_ = floor_div(step, divisor_);
    remainder_step_ = step - quotient_step_ * divisor_;
  }

  // Takes what lies outside of the present row off [x0, x1) and goes on to the next.
  void narrow(std::int64_t& x0, std::int64_t& x1) {
    if (dy_ > 0) x1 = std::min(x1, quotient_ + 1);
    if (dy_ < 0) x0 = std::max(x0, -quotient_);
    if (dy_ == 0 && quotient_ < 0) x1 = x0;
    quotient_ += quotient_step_;
    remainder_ += remainder_step_;
    if (remainder_ < divisor_ || dy_ == 0) return;
    remainder_ -= divisor_;
    ++quotient_;
  }

 private:
  std::int64_t dy_, divisor_ = 0, quotient_ = 0, quotient_step_ = 0, remainder_ = 0, remainder_step_ = 0;
};

// False for a triangle without area.
bool make_edges(const Primitive& p, Edges& edges) {
  std::array<std::pair<std::int64_t, std::int64_t>, 3> at = {
      {{to_fixed(p.a.x), to_fixed(p.a.y)}, {to_fixed(p.b.x), to_fixed(p.b.y)}, {to_fixed(p.c.x), to_fixed(p.c.y)}}};
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
  std::array<EdgeWalk, 3> walks = {EdgeWalk(edges[0], area.y), EdgeWalk(edges[1], area.y), EdgeWalk(edges[2], area.y)};
  for (int y = area.y; y < area.y + area.h; ++y) {
    std::int64_t x0 = area.x;
    std::int64_t x1 = area.x + area.w;
    for (EdgeWalk& walk : walks) walk.narrow(x0, x1);
    if (x0 >= x1) continue;
    std::uint32_t* row = surface.pixels + static_cast<std::ptrdiff_t>(y) * surface.stride;
    if (shader) {
      shader->span(row, static_cast<int>(x0), static_cast<int>(x1), y);
    } else {
      fill_span(row + x0, static_cast<int>(x1 - x0), p.flat);
    }
  }
}

namespace {

// How the texels lie under the pixels along one axis, where no filtering is needed: one by one as in unscaled glyphs
// (step 1), or the same one all along as in the side of a shadow (step 0).
struct TexelAxis {
  int first = 0;
  int step = 0;
};

// Nothing: the texture is scaled or lies between pixels. `from` and `per_pixel` in texels; `texels`: the texture's
// size.
std::optional<TexelAxis> texel_axis(float from, float per_pixel, int pixels, int texels) {
  const auto is_near = [](float a, float b) { return std::fabs(a - b) < 1.0F / 64; };
  if (is_near(per_pixel * static_cast<float>(pixels), 0)) {
    // Filtering gives one texel at its centre; at an edge between two it mixes them.
    const TexelAxis axis{static_cast<int>(std::floor(from)), 0};
    if (axis.first < 0 || axis.first >= texels || !is_near(from - static_cast<float>(axis.first), 0.5F)) return {};
    return axis;
  }
  const TexelAxis axis{static_cast<int>(std::lround(from)), 1};
  if (!is_near((per_pixel - 1) * static_cast<float>(pixels), 0) || !is_near(from, std::round(from))) return {};
  if (axis.first < 0 || axis.first + pixels > texels) return {};
  return axis;
}

// A rectangle of an alpha8 texture that needs no filtering.
void copy_texels(const Surface& surface, const PixelRect& area, const Primitive& p, TexelAxis across, TexelAxis down) {
  const Texture& texture = *p.texture;
  const std::uint32_t r = channel(p.a.colour, 0), g = channel(p.a.colour, 8), b = channel(p.a.colour, 16);
  const std::uint32_t alpha = alpha_of(p.a.colour);
  for (int y = 0; y < area.h; ++y) {
    std::uint32_t* pixel = surface.pixels + static_cast<std::ptrdiff_t>(area.y + y) * surface.stride + area.x;
    const std::uint8_t* texel =
        texture.pixels.data() + static_cast<std::ptrdiff_t>(down.first + y * down.step) * texture.width + across.first;
    const auto paint_of = [&](std::uint32_t texel_alpha) { return Paint(r, g, b, (texel_alpha * alpha + 127) / 255); };
    if (across.step == 0) {
      if (*texel == 0) continue;
      const Paint paint = paint_of(*texel);
      for (int x = 0; x < area.w; ++x) blend(pixel[x], paint);
      continue;
    }
    for (int x = 0; x < area.w; ++x) {
      if (texel[x] != 0) blend(pixel[x], paint_of(texel[x]));
    }
  }
}

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
  if (texture.format == Texture::Format::alpha8) {
    const auto across = texel_axis(first_x, per_x, area.w, texture.width);
    const auto down = texel_axis(first_y, per_y, area.h, texture.height);
    if (across && down) return copy_texels(surface, area, p, *across, *down);
  }
  Primitive corner = p;  // the planes of a rectangle are those of one of its triangles
  corner.b = {p.c.x, p.a.y, p.c.u, p.a.v, p.a.colour};
  const Shader shader(corner);
  for (int y = area.y; y < area.y + area.h; ++y) {
    shader.span(surface.pixels + static_cast<std::ptrdiff_t>(y) * surface.stride, area.x, area.x + area.w, y);
  }
}

}  // namespace foyer::platform
