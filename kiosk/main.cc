// foyer-kiosk: the program on the tablet. It opens what it needs, runs the frame loop and ends cleanly.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/app/catalogue.h"
#include "kiosk/cli.h"
#include "kiosk/effects/effect_runner.h"
#include "kiosk/frame_loop.h"
#include "kiosk/inspect_server.h"
#include "kiosk/painter.h"
#include "kiosk/platform/window.h"
#include "kiosk/signal_waiter.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/random.h"
#include "shared/config/kiosk_config.h"
#include "shared/store/data_dir.h"

namespace foyer::kiosk {
namespace {

constexpr int kFailed = 1;

int failed(std::string_view what, const Error& error) {
  std::fprintf(stderr, "foyer-kiosk: cannot %s: %s\n", std::string(what).c_str(), error.detail.c_str());
  return kFailed;
}

// A language without its catalogue would be English under another name. English itself is in the program.
void drop_missing_languages(config::KioskConfig& config, const app::Catalogue& catalogue) {
  for (const std::string& language : catalogue.missing()) {
    if (language == "en") continue;
    log_warning("no texts in the language \"" + language + "\" are installed; it is not offered");
    std::erase(config.languages, language);
  }
  if (config.languages.empty()) config.languages.emplace_back("en");
}

int run(const CommandLine& line) {
  block_end_signals();  // before the first thread, so that all inherit it

  auto dir = store::DataDir::open(line.data, "foyer-kiosk");
  if (!dir) return failed("open the data folder", dir.error());
  auto config = config::load_kiosk_config(dir->file("kiosk.toml"));
  if (!config) return failed("read the settings", config.error());
  auto window = platform::Window::open({"Foyer", line.width, line.height, line.is_fullscreen});
  if (!window) return failed("open the window", window.error());
  platform::Window& screen = **window;

  SystemClock clock;
  SystemRandom random;
  const app::Catalogue catalogue(app::Catalogue::default_folders(), config->languages);
  drop_missing_languages(*config, catalogue);
  app::AppState state(std::move(*config), random);
  const auto wake = [&screen] { screen.wake(); };
  effects::EffectRunner runner({dir->path(), dir->run_dir(), {}}, clock, random, wake);

  std::unique_ptr<InspectServer> inspect;
  if (!line.inspect_socket.empty()) {
    auto opened = InspectServer::open(line.inspect_socket, wake);
    if (!opened) return failed("open the inspection socket", opened.error());
    inspect = std::move(*opened);
  }
  const SignalWaiter signals([&screen] { screen.ask_quit(); });

  Painter painter(screen, catalogue, std::filesystem::path(dir->path()) / "cache");
  FrameLoop(screen, painter, state, runner, inspect.get(), clock).run();
  app::wipe_session(state);
  return 0;
}

}  // namespace
}  // namespace foyer::kiosk

int main(int argc, char** argv) {
  foyer::log_open("foyer-kiosk");
  const auto arguments = foyer::kiosk::parse_arguments(argc, argv, FOYER_VERSION);
  if (!arguments.line) {
    std::fputs(arguments.text.c_str(), arguments.exit_code == 0 ? stdout : stderr);
    return arguments.exit_code;
  }
  return foyer::kiosk::run(*arguments.line);
}
