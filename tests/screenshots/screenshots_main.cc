// foyer-screenshots: every screen as a picture, in both languages, without a display.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "tests/screenshots/scenes.h"
#include "tests/screenshots/stage.h"

namespace foyer::tests {
namespace {

constexpr char kHelp[] =
    "usage: foyer-screenshots --out DIR [--only NAME]\n"
    "\n"
    "Writes a picture of every screen of the kiosk to DIR, one folder a kind: both languages, dark, high contrast,\n"
    "portrait, large and largest text, 1920x1200.\n"
    "\n"
    "  foyer-screenshots --out /tmp/foyer-screens\n"
    "  foyer-screenshots --out /tmp/foyer-screens --only home\n";

struct Kind {
  const char* folder;
  int width, height;
  SceneOptions options;
};

std::vector<Kind> all_kinds() {
  using screens::Look;
  using screens::TextSize;
  return {
      {"en", 1280, 800, {"en", Look::light, TextSize::normal}},
      {"de", 1280, 800, {"de", Look::light, TextSize::normal}},
      {"dark", 1280, 800, {"en", Look::dark, TextSize::normal}},
      {"high_contrast", 1280, 800, {"en", Look::high_contrast, TextSize::normal}},
      {"1920x1200", 1920, 1200, {"de", Look::light, TextSize::normal}},
      {"portrait", 800, 1280, {"en", Look::light, TextSize::normal}},
      {"portrait_de", 800, 1280, {"de", Look::light, TextSize::normal}},
      {"large", 1280, 800, {"en", Look::light, TextSize::large}},
      {"large_de", 1280, 800, {"de", Look::light, TextSize::large}},
      {"large_portrait", 800, 1280, {"de", Look::light, TextSize::large}},
      {"largest", 1280, 800, {"en", Look::light, TextSize::largest}},
      {"largest_de", 1280, 800, {"de", Look::light, TextSize::largest}},
      {"largest_portrait", 800, 1280, {"de", Look::light, TextSize::largest}},
  };
}

widgets::TextSize widget_size(screens::TextSize size) {
  switch (size) {
    case screens::TextSize::normal: return widgets::TextSize::normal;
    case screens::TextSize::large: return widgets::TextSize::large;
    case screens::TextSize::largest: return widgets::TextSize::largest;
  }
  return widgets::TextSize::normal;
}

int write_all(const std::filesystem::path& out, const std::string& only) {
  Stage stage(std::filesystem::path(FOYER_BUILD_DIR) / "assets" / "locale");
  int written = 0;
  for (const Kind& kind : all_kinds()) {
    const std::filesystem::path folder = out / kind.folder;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
      std::fprintf(stderr, "foyer-screenshots: cannot make %s: %s\n", folder.c_str(), error.message().c_str());
      return 1;
    }
    stage.set_window(kind.width, kind.height, widget_size(kind.options.text_size));
    for (const NamedScene& scene : all_scenes()) {
      if (!only.empty() && only != scene.name) continue;
      const Picture picture = stage.picture(*play(scene, kind.options));
      const std::filesystem::path file = folder / (std::string(scene.name) + ".png");
      if (!write_png(file, picture)) {
        std::fprintf(stderr, "foyer-screenshots: cannot write %s\n", file.c_str());
        return 1;
      }
      ++written;
    }
  }
  if (written == 0) {
    std::fprintf(stderr, "foyer-screenshots: no scene is called %s\n", only.c_str());
    return 2;
  }
  std::printf("%d pictures in %s\n", written, out.c_str());
  return 0;
}

int run(int argc, char** argv) {
  std::string out;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0) {
      std::fputs(kHelp, stdout);
      return 0;
    }
    const bool has_value = i + 1 < argc;
    if (std::strcmp(argv[i], "--out") == 0 && has_value) {
      out = argv[++i];
    } else if (std::strcmp(argv[i], "--only") == 0 && has_value) {
      only = argv[++i];
    } else {
      std::fputs(kHelp, stderr);
      return 2;
    }
  }
  if (out.empty()) {
    std::fputs(kHelp, stderr);
    return 2;
  }
  return write_all(out, only);
}

}  // namespace
}  // namespace foyer::tests

int main(int argc, char** argv) { return foyer::tests::run(argc, argv); }
