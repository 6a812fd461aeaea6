// Points and rectangles in window pixels. Values; any thread.
#pragma once

namespace foyer::platform {

struct Point {
  float x = 0;
  float y = 0;
};

// Covers x <= px < x + w and y <= py < y + h.
struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < x + w && p.y < y + h; }
  bool operator==(const Rect&) const = default;
};

struct PixelRect {
  int x = 0;
  int y = 0;
  int w = 0;
  int h = 0;

  bool operator==(const PixelRect&) const = default;
};

}  // namespace foyer::platform
