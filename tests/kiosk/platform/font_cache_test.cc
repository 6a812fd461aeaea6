#include "kiosk/platform/fonts.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <fstream>
#include <string>

#include "kiosk/platform/gui_context.h"
#include "tests/support/process.h"

namespace foyer::platform {
namespace {

namespace fs = std::filesystem;

const std::vector<FontRequest> kRequests = {{Typeface::text_medium, 30, GlyphCover::all, {}},
                                            {Typeface::icons, 42, GlyphCover::icons, {0xE536, 0xE894}}};
const std::vector<AlphaPatch> kPatches = {{2, 3, {1, 2, 3, 4, 5, 6}}};

fs::path only_file(const fs::path& dir) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(dir)) {
    EXPECT_TRUE(found.empty()) << "more than one file";
    found = entry.path();
  }
  return found;
}

TEST(FontCache, SecondLoadIsReadBackAndMeasuresTheSame) {
  support::TempDir dir;
  GuiContext gui;
  const FontSet& built = gui.load_fonts(kRequests, kPatches, dir.path());
  EXPECT_FALSE(built.from_cache);
  const ImVec2 size = built.fonts[0]->CalcTextSizeA(30, 1e6F, 0, "Łukasz Ωμέγα Ёлка");
  const auto pixels = built.texture->pixels;
  const float u1 = built.patches[0].u1;

  const FontSet& read = gui.load_fonts(kRequests, kPatches, dir.path());
  EXPECT_TRUE(read.from_cache);
  ASSERT_EQ(read.fonts.size(), 2U);
  const ImVec2 again = read.fonts[0]->CalcTextSizeA(30, 1e6F, 0, "Łukasz Ωμέγα Ёлка");
  EXPECT_EQ(size.x, again.x);
  EXPECT_EQ(size.y, again.y);
  EXPECT_EQ(read.texture->pixels, pixels);
  EXPECT_EQ(read.patches[0].u1, u1);
  EXPECT_NE(read.fonts[0]->FindGlyphNoFallback(0x141), nullptr);
  EXPECT_NE(read.fonts[1]->FindGlyphNoFallback(0xE536), nullptr);
  gui.begin_frame(100, 100, 0.016F).AddText(read.fonts[0], 30, {0, 0}, IM_COL32_BLACK, "Ł");
  gui.end_frame();
}

TEST(FontCache, DamagedFileIsBuiltAgain) {
  support::TempDir dir;
  GuiContext gui;
  gui.load_fonts(kRequests, kPatches, dir.path());
  const fs::path file = only_file(dir.path());
  {
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(400);
    damage.put('\x7F');
  }
  EXPECT_FALSE(gui.load_fonts(kRequests, kPatches, dir.path()).from_cache);
  fs::resize_file(file, 100);
  EXPECT_FALSE(gui.load_fonts(kRequests, kPatches, dir.path()).from_cache);
  EXPECT_TRUE(gui.load_fonts(kRequests, kPatches, dir.path()).from_cache);
}

TEST(FontCache, FilesOfOtherSizesDoNotPileUp) {
  support::TempDir dir;
  GuiContext gui;
  for (int size = 20; size < 30; ++size) {
    gui.load_fonts({{Typeface::text_medium, static_cast<float>(size), GlyphCover::latin, {}}}, {}, dir.path());
  }
  const auto files = std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator());
  EXPECT_EQ(files, 6);
}

TEST(FontCache, FolderThatCannotBeWrittenStillGivesFonts) {
  GuiContext gui;
  const FontSet& set = gui.load_fonts(kRequests, kPatches, "/proc/no/such/folder");
  EXPECT_FALSE(set.from_cache);
  EXPECT_NE(set.fonts[0], nullptr);
}

}  // namespace
}  // namespace foyer::platform
