#include "kiosk/cli.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <string_view>

#include "shared/cli/arguments.h"

namespace foyer::kiosk {
namespace {

// Smaller than any panel the screens are laid out for; larger than any that is sold.
constexpr int kSideMin = 320;
constexpr int kSideMax = 8192;

constexpr const char* kExamples = R"(
Examples:
  foyer-kiosk --data /var/lib/foyer                               the tablet at the door, full screen
  foyer-kiosk --data ~/.local/share/foyer/kiosk --window 1280x800 in a window
  foyer-kiosk --data DIR --window 1280x800 --inspect /tmp/foyer.sock
  echo '{"get":"tree"}' | nc -UN /tmp/foyer.sock                  what stands on the screen

It needs no network and no enrolment: what visitors leave is kept in DIR until foyer-sync has brought it to the centre.
Settings: DIR/kiosk.toml.)";

std::optional<int> side(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < kSideMin || value > kSideMax)
    return std::nullopt;
  return value;
}

// "1280x800"; what is wrong with it, or nothing.
std::string read_size(std::string_view text, CommandLine& line) {
  const auto cross = text.find('x');
  const auto width = cross == std::string_view::npos ? std::nullopt : side(text.substr(0, cross));
  const auto height = cross == std::string_view::npos ? std::nullopt : side(text.substr(cross + 1));
  if (!width || !height) return "--window: write WIDTHxHEIGHT in pixels from 320 to 8192, for example 1280x800";
  line.width = *width;
  line.height = *height;
  line.is_fullscreen = false;
  return {};
}

}  // namespace

ParsedArguments parse_arguments(int argc, const char* const* argv, const std::string& version) {
  CommandLine line;
  std::string size;
  CLI::App app{"The reception kiosk: visitors check in on a touchscreen, with or without a network.", "foyer-kiosk"};
  app.set_version_flag("--version", "foyer-kiosk " + version);
  app.footer(std::string(kExamples) + "\n" + cli::kExitCodes);
  app.add_option("--data", line.data, "The tablet's data folder; made when it does not exist")
      ->required()
      ->type_name("DIR");
  auto* window = app.add_option("--window", size, "Run in a window of this size")->type_name("WxH");
  bool is_full = false;
  app.add_flag("--fullscreen", is_full, "Run on the full screen, which is the default")->excludes(window);
  app.add_option("--inspect", line.inspect_socket, "Tell who asks on this Unix socket what is on the screen")
      ->type_name("SOCKET");

  auto ending = cli::read_arguments(app, argc, argv);
  if (!ending && window->count() > 0) {
    if (const std::string problem = read_size(size, line); !problem.empty()) ending = cli::wrong_use(app, problem);
  }
  if (ending) return {std::nullopt, ending->text, ending->exit_code};
  return {line, {}, 0};
}

}  // namespace foyer::kiosk
