#include "kiosk/platform/rasteriser.h"

#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kiosk/platform/raster_fill.h"

namespace foyer::platform {
namespace {

// Beyond this no coordinate is meant; fixed-point products stay far from overflow.
constexpr float kCoordinateMax = 1.0e6F;

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 32);
}

std::uint64_t mix_vertex(std::uint64_t hash, const Rasteriser::Vertex& v) {
  const auto pair = [](float a, float b) {
    return std::uint64_t{std::bit_cast<std::uint32_t>(a)} << 32 | std::bit_cast<std::uint32_t>(b);
  };
  return mix(mix(mix(hash, pair(v.x, v.y)), pair(v.u, v.v)), v.colour);
}

std::uint64_t hash_of(const Rasteriser::Primitive& p) {
  std::uint64_t hash = mix_vertex(mix_vertex(mix_vertex(p.is_rect ? 1 : 0, p.a), p.b), p.c);
  hash = mix(hash, static_cast<std::uint64_t>(p.clip.x) << 32 | static_cast<std::uint32_t>(p.clip.y));
  hash = mix(hash, static_cast<std::uint64_t>(p.clip.w) << 32 | static_cast<std::uint32_t>(p.clip.h));
  return mix(hash, std::bit_cast<std::uintptr_t>(p.texture));
}

bool is_sane(const ImDrawVert& v) {
  return std::isfinite(v.pos.x) && std::isfinite(v.pos.y) && std::fabs(v.pos.x) < kCoordinateMax &&
         std::fabs(v.pos.y) < kCoordinateMax && std::isfinite(v.uv.x) && std::isfinite(v.uv.y);
}

Rasteriser::Vertex vertex_of(const ImDrawVert& v, ImVec2 origin) {
  return {v.pos.x - origin.x, v.pos.y - origin.y, v.uv.x, v.uv.y, v.col};
}

// The two triangles a, b, c and a, c, d that ImGui makes of a rectangle, in one colour and with straight texture axes.
bool is_rect_of(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const ImDrawVert& d) {
  return a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y && d.pos.x == a.pos.x && a.pos.x < c.pos.x &&
         a.pos.y < c.pos.y && a.uv.y == b.uv.y && b.uv.x == c.uv.x && c.uv.y == d.uv.y && d.uv.x == a.uv.x &&
         a.col == b.col && a.col == c.col && a.col == d.col;
}

bool is_valid(const Texture* texture) {
  if (texture == nullptr || texture->width <= 0 || texture->height <= 0) return false;
  const std::size_t bytes = texture->format == Texture::Format::alpha8 ? 1 : 4;
  return texture->pixels.size() >=
         static_cast<std::size_t>(texture->width) * static_cast<std::size_t>(texture->height) * bytes;
}

PixelRect clip_of(const ImDrawCmd& command, ImVec2 origin, const PixelRect& window) {
  // GL's scissor takes whole pixels: the backend truncates, and so do we.
  const auto whole = [](float value) { return static_cast<int>(std::clamp(value, -kCoordinateMax, kCoordinateMax)); };
  const int x0 = whole(command.ClipRect.x - origin.x);
  const int y0 = whole(command.ClipRect.y - origin.y);
  const int x1 = whole(command.ClipRect.z - origin.x);
  const int y1 = whole(command.ClipRect.w - origin.y);
  return intersect({x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0)}, window);
}

}  // namespace

void Rasteriser::bin(std::size_t index) {
  const Primitive& p = primitives_[index];
  const PixelRect area = intersect(pixel_bounds(p), p.clip);
  if (area.w == 0 || area.h == 0) return;
  const std::uint64_t hash = hash_of(p);
  const int left = area.x / kTileSize, right = (area.x + area.w - 1) / kTileSize;
  const int top = area.y / kTileSize, bottom = (area.y + area.h - 1) / kTileSize;
  const bool is_small = left == right && top == bottom;
  for (int row = top; row <= bottom; ++row) {
    for (int column = left; column <= right; ++column) {
      const PixelRect tile{column * kTileSize, row * kTileSize, kTileSize, kTileSize};
      if (!p.is_rect && !is_small && !triangle_touches(p, tile)) continue;
      const auto at = static_cast<std::size_t>(row * columns_ + column);
      new_hashes_[at] = mix(new_hashes_[at], hash);
      tile_primitives_[at].push_back(static_cast<std::uint32_t>(index));
    }
  }
}

void Rasteriser::collect_command(const ImDrawList& list, const ImDrawCmd& command, Point origin,
                                 const PixelRect& window) {
  const auto* texture = static_cast<const Texture*>(command.GetTexID());
  const PixelRect clip = clip_of(command, {origin.x, origin.y}, window);
  if (clip.w == 0 || clip.h == 0 || !is_valid(texture)) return;
  const auto index_end = std::min<std::size_t>(static_cast<std::size_t>(list.IdxBuffer.Size),
                                               std::size_t{command.IdxOffset} + command.ElemCount);
  const auto vertices = static_cast<std::size_t>(list.VtxBuffer.Size);
  for (std::size_t i = command.IdxOffset; i + 3 <= index_end;) {
    const auto index = [&](std::size_t n) { return std::size_t{list.IdxBuffer.Data[i + n]} + command.VtxOffset; };
    if (index(0) >= vertices || index(1) >= vertices || index(2) >= vertices) return;
    const ImDrawVert& a = list.VtxBuffer.Data[index(0)];
    const ImDrawVert& b = list.VtxBuffer.Data[index(1)];
    const ImDrawVert& c = list.VtxBuffer.Data[index(2)];
    const bool may_be_rect = i + 6 <= index_end && index(3) == index(0) && index(4) == index(2) && index(5) < vertices;
    const bool is_rect = may_be_rect && is_rect_of(a, b, c, list.VtxBuffer.Data[index(5)]);
    i += is_rect ? 6 : 3;
    const bool is_invisible = ((a.col | b.col | c.col) & IM_COL32_A_MASK) == 0;
    if (is_invisible || !is_sane(a) || !is_sane(b) || !is_sane(c)) continue;
    const ImVec2 shift{origin.x, origin.y};
    primitives_.push_back(
        {vertex_of(a, shift), vertex_of(b, shift), vertex_of(c, shift), texture, clip, is_rect, false, 0});
    flatten(primitives_.back());
    bin(primitives_.size() - 1);
  }
}

void Rasteriser::collect(const ImDrawData& data, const Surface& surface) {
  primitives_.clear();
  for (auto& list : tile_primitives_) list.clear();
  std::fill(new_hashes_.begin(), new_hashes_.end(), 0);
  const PixelRect window{0, 0, surface.width, surface.height};
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback == nullptr)
        collect_command(list, command, {data.DisplayPos.x, data.DisplayPos.y}, window);
    }
  }
}

void Rasteriser::draw_tile(const Surface& surface, const PixelRect& tile, std::span<const std::uint32_t> indices) {
  // What an opaque rectangle hides completely need not be drawn.
  std::size_t first = indices.size();
  bool is_covered = false;
  while (first > 0 && !is_covered) {
    const Primitive& p = primitives_[indices[--first]];
    is_covered = p.is_rect && intersect(intersect(pixel_bounds(p), p.clip), tile) == tile && is_opaque(p);
  }
  if (!is_covered) {
    for (int y = tile.y; y < tile.y + tile.h; ++y) {
      std::fill_n(surface.pixels + static_cast<std::ptrdiff_t>(y) * surface.stride + tile.x, tile.w, 0U);
    }
  }
  for (const std::uint32_t index : indices.subspan(first)) {
    const Primitive& p = primitives_[index];
    const PixelRect box = intersect(tile, p.clip);
    if (box.w == 0 || box.h == 0) continue;
    if (p.is_rect) {
      fill_rect(surface, box, p);
    } else {
      fill_triangle(surface, box, p);
    }
  }
}

std::span<const PixelRect> Rasteriser::draw(const ImDrawData& data, const Surface& surface) {
  changed_.clear();
  tiles_drawn_ = 0;
  if (surface.pixels == nullptr || surface.width <= 0 || surface.height <= 0) return changed_;
  const bool is_same_surface =
      valid_ && pixels_ == surface.pixels && width_ == surface.width && height_ == surface.height;
  width_ = surface.width;
  height_ = surface.height;
  pixels_ = surface.pixels;
  columns_ = (width_ + kTileSize - 1) / kTileSize;
  rows_ = (height_ + kTileSize - 1) / kTileSize;
  const auto tiles = static_cast<std::size_t>(columns_ * rows_);
  hashes_.resize(tiles);
  new_hashes_.resize(tiles);
  tile_primitives_.resize(tiles);
  collect(data, surface);
  for (int row = 0; row < rows_; ++row) {
    int run_start = -1;  // changed tiles side by side are one rectangle
    for (int column = 0; column <= columns_; ++column) {
      const auto at = static_cast<std::size_t>(row * columns_ + column);
      const bool is_changed = column < columns_ && (!is_same_surface || hashes_[at] != new_hashes_[at]);
      if (is_changed) {
        const PixelRect tile =
            intersect({column * kTileSize, row * kTileSize, kTileSize, kTileSize}, {0, 0, width_, height_});
        draw_tile(surface, tile, tile_primitives_[at]);
        ++tiles_drawn_;
        if (run_start < 0) run_start = column;
      } else if (run_start >= 0) {
        add_changed(run_start, column, row);
        run_start = -1;
      }
    }
  }
  hashes_.swap(new_hashes_);
  valid_ = true;
  return changed_;
}

void Rasteriser::add_changed(int first_column, int end_column, int row) {
  const PixelRect run =
      intersect({first_column * kTileSize, row * kTileSize, (end_column - first_column) * kTileSize, kTileSize},
                {0, 0, width_, height_});
  for (PixelRect& above : changed_) {
    if (above.x == run.x && above.w == run.w && above.y + above.h == run.y) {
      above.h += run.h;
      return;
    }
  }
  changed_.push_back(run);
}

}  // namespace foyer::platform
