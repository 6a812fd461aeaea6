// Fills one triangle or rectangle of a draw list. Coverage follows the GPU's rules: positions in 1/256 pixel, a pixel
// belongs to what covers its centre, and an edge shared by two triangles belongs to one of them, so nothing translucent
// is blended twice. Pure but for the surface; any thread.
#pragma once

#include "kiosk/platform/draw_list_consumer.h"
#include "kiosk/platform/rasteriser.h"

namespace foyer::platform {

// Draws what of `primitive` lies in `box`. REQUIRES: box lies on the surface
void fill_triangle(const Surface& surface, const PixelRect& box, const Rasteriser::Primitive& primitive);
void fill_rect(const Surface& surface, const PixelRect& box, const Rasteriser::Primitive& primitive);

// Whether the triangle may cover a pixel of `box`: false only when it surely does not.
bool triangle_touches(const Rasteriser::Primitive& primitive, const PixelRect& box);

// The pixels whose centres lie in the primitive's bounds; for a rectangle exactly those it covers.
PixelRect pixel_bounds(const Rasteriser::Primitive& primitive);

// Finds out whether the primitive has one colour throughout, and which.
void flatten(Rasteriser::Primitive& primitive);

// Whether the primitive paints every pixel it covers in one opaque colour.
bool is_opaque(const Rasteriser::Primitive& primitive);

PixelRect intersect(const PixelRect& a, const PixelRect& b);

}  // namespace foyer::platform
