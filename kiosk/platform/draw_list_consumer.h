// Turns ImGui's draw lists into pixels. The seam for a GPU consumer beside the CPU rasteriser (rasteriser.h).
// Owned by the frame loop; UI thread only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/platform/geometry.h"

struct ImDrawData;

namespace foyer::platform {

// 32-bit pixels 0x00RRGGBB that outlive the call they are passed to.
struct Surface {
  std::uint32_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  int stride = 0;  // in pixels
};

// A texture as the draw lists name it: ImTextureID is a pointer to one of these, which must stay alive and in place.
struct Texture {
  enum class Format { alpha8, rgba8 };  // rgba8: bytes R, G, B, A, not premultiplied
  Format format = Format::alpha8;
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // width * height * (1 or 4), rows without gaps
};

class DrawListConsumer {
 public:
  virtual ~DrawListConsumer() = default;

  // Draws what changed since the last call and returns the rectangles that now differ on the surface (empty: none).
  virtual std::span<const PixelRect> draw(const ImDrawData& data, const Surface& surface) = 0;

  // The surface or a texture lost its content: the next draw() redraws all of it.
  virtual void invalidate() = 0;
};

}  // namespace foyer::platform
