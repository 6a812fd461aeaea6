// One keystroke on the form without a window: laying the screen out and rasterising what changed, beside rasterising
// the whole screen. What of touch-to-pixel is ours; the rest is SDL's and the display's.
#include <imgui.h>

#include <chrono>
#include <functional>

#include "tests/bench/figures.h"
#include "tests/screenshots/scenes.h"
#include "tests/screenshots/stage.h"

namespace foyer::bench {
namespace {

double milliseconds(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

void measure(const Options& options) {
  const int count = options.count > 0 ? options.count : 500;
  constexpr int kWidth = 1280;
  constexpr int kHeight = 800;
  tests::Stage stage(FOYER_BUILD_DIR "/locale");
  stage.set_window(kWidth, kHeight, widgets::TextSize::normal);
  tests::Scene scene(config::KioskConfig{});
  scene.tap("attract.start");
  scene.tap("home.drop_in");
  std::vector<std::uint32_t> pixels(std::size_t{kWidth} * kHeight);
  const platform::Surface surface{pixels.data(), kWidth, kHeight, kWidth};
  platform::Rasteriser rasteriser;
  std::vector<double> lay_out, changed, whole;
  double tiles = 0;
  const auto frame = [&] {
    lay_out.push_back(milliseconds([&] { stage.draw(scene); }));
    changed.push_back(milliseconds([&] { rasteriser.draw(*ImGui::GetDrawData(), surface); }));
    tiles += static_cast<double>(rasteriser.tiles_drawn());
  };
  frame();
  lay_out.clear();
  changed.clear();
  tiles = 0;
  for (int i = 0; i < count; ++i) {
    const std::string key = i % 2 == 0 ? "key.n" : "key.backspace";
    scene.tap(key);
    scene.pressed = {key};
    frame();  // the finger has landed
    scene.pressed.clear();
    frame();  // and lifted
    rasteriser.invalidate();
    whole.push_back(milliseconds([&] { rasteriser.draw(*ImGui::GetDrawData(), surface); }));
  }
  show("laying out a frame p50", median(lay_out), "ms");
  show("tiles drawn in a frame, mean", tiles / static_cast<double>(changed.size()), "");
  compare("rasterising what changed, beside all p50", median(changed), median(whole), "ms", "<= 0.25");
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
