// Draws ImGui's draw lists with the processor, and only what changed: primitives are hashed for each 32 x 32 tile they
// touch, and a tile is drawn again only when its hash differs from the last frame's. Pictures match ImGui's GL backend
// within a small tolerance (tests/kiosk/platform). UI thread only; never fails: hostile lists draw nothing outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/platform/draw_list_consumer.h"

struct ImDrawCmd;
struct ImDrawList;

namespace foyer::platform {

class Rasteriser final : public DrawListConsumer {
 public:
  static constexpr int kTileSize = 32;

  std::span<const PixelRect> draw(const ImDrawData& data, const Surface& surface) override;
  void invalidate() override { valid_ = false; }

  // Of the last draw(): how many tiles were drawn again.
  std::size_t tiles_drawn() const { return tiles_drawn_; }

  struct Vertex {
    float x, y, u, v;
    std::uint32_t colour;  // ImGui's packing: 0xAABBGGRR
  };
  // A triangle, or an axis-aligned rectangle of one colour whose corners are `a` and `c`.
  struct Primitive {
    Vertex a, b, c;
    const Texture* texture;
    PixelRect clip;
    bool is_rect;
    bool is_flat;        // one colour throughout:
    std::uint32_t flat;  // that colour, packed like a vertex's
  };

 private:
  void collect(const ImDrawData& data, const Surface& surface);
  void collect_command(const ImDrawList& list, const ImDrawCmd& command, Point origin, const PixelRect& window);
  void bin(std::size_t index);
  void draw_tile(const Surface& surface, const PixelRect& tile, std::span<const std::uint32_t> indices);
  void add_changed(int first_column, int end_column, int row);

  std::vector<Primitive> primitives_;
  std::vector<std::vector<std::uint32_t>> tile_primitives_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint64_t> new_hashes_;
  std::vector<PixelRect> changed_;
  int columns_ = 0;
  int rows_ = 0;
  int width_ = 0;
  int height_ = 0;
  const std::uint32_t* pixels_ = nullptr;
  bool valid_ = false;
  std::size_t tiles_drawn_ = 0;
};

}  // namespace foyer::platform
