// foyer-kiosk as a program: its command line, its inspection socket, its idle time, and real fingers on a real display.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/inspect.h"
#include "tests/support/screen.h"
#include "tests/support/touchscreen.h"
#include "tests/support/visitor.h"

namespace foyer {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using support::Inspect;
using support::Process;

const std::string kKiosk = FOYER_BIN_DIR "/foyer-kiosk";

// A kiosk on a display of its own.
class Kiosk {
 public:
  explicit Kiosk(const std::string& display, const std::vector<std::string>& more = {"--window", "1280x800"}) {
    std::vector<std::string> argv = {kKiosk, "--data", data().string(), "--inspect", socket().string()};
    argv.insert(argv.end(), more.begin(), more.end());
    process_ = std::make_unique<Process>(argv, Process::Environment{{"DISPLAY", display}, {"WAYLAND_DISPLAY", ""}});
  }
  fs::path data() const { return dir_.path() / "kiosk"; }
  fs::path socket() const { return dir_.path() / "inspect"; }
  Process& process() { return *process_; }

 private:
  support::TempDir dir_;
  std::unique_ptr<Process> process_;
};

mode_t mode_of(const fs::path& path) {
  struct stat about = {};
  return lstat(path.c_str(), &about) == 0 ? about.st_mode & 07777 : 0;
}

TEST(KioskProgram, HelpAndVersionEndWithZero) {
  const auto help = support::run({kKiosk, "--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_NE(help.out.find("Examples:"), std::string::npos);
  const auto version = support::run({kKiosk, "--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_TRUE(version.out.starts_with("foyer-kiosk ")) << version.out;
}

TEST(KioskProgram, WrongUseEndsWithTwoAndSaysWhatToWrite) {
  support::TempDir dir;
  const std::string data = (dir.path() / "d").string();
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"--data"},
                                             {"--data", data, "--window", "1280"},
                                             {"--data", data, "--window", "1280x-5"},
                                             {"--data", data, "--window", "99999x800"},
                                             {"--data", data, "--window", "800x600", "--fullscreen"},
                                             {"--data", data, "--colour", "red"}}) {
    std::vector<std::string> argv = {kKiosk};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const auto finished = support::run(argv);
    EXPECT_EQ(finished.code, 2);
    EXPECT_TRUE(finished.err.starts_with("foyer-kiosk: ")) << finished.err;
    EXPECT_NE(finished.err.find("see foyer-kiosk --help"), std::string::npos) << finished.err;
  }
  EXPECT_FALSE(fs::exists(data));
  EXPECT_NE(support::run({kKiosk, "--bogus"}).err.find("--bogus"), std::string::npos);
}

TEST(KioskProgram, WithoutADisplayItFailsAndSaysWhatToDo) {
  support::TempDir dir;
  const auto finished = support::run({kKiosk, "--data", (dir.path() / "d").string()},
                                     {{"DISPLAY", ":987654"}, {"WAYLAND_DISPLAY", ""}, {"SDL_VIDEODRIVER", "x11"}});
  EXPECT_EQ(finished.code, 1);
  EXPECT_NE(finished.err.find("DISPLAY"), std::string::npos) << finished.err;
}

TEST(KioskProgram, NeverRunsUnseenUnlessAskedTo) {
  support::TempDir dir;
  for (const std::string display : {"", ":987654"}) {
    const auto finished = support::run({kKiosk, "--data", (dir.path() / "d").string()},
                                       {{"DISPLAY", display}, {"WAYLAND_DISPLAY", ""}, {"SDL_VIDEODRIVER", ""}}, 10s);
    EXPECT_EQ(finished.code, 1);
    EXPECT_NE(finished.err.find("set DISPLAY"), std::string::npos) << finished.err;
  }
  Process asked({kKiosk, "--data", (dir.path() / "d").string(), "--inspect", (dir.path() / "s").string()},
                {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"SDL_VIDEODRIVER", "dummy"}});
  Inspect inspect(dir.path() / "s");
  EXPECT_EQ(inspect.state().screen, "attract");
  EXPECT_EQ(asked.terminate(), 0);
}

TEST(KioskProgram, EndsCleanlyOnSigtermAndKeepsItsFolderPrivate) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  Inspect inspect(kiosk.socket());
  EXPECT_EQ(inspect.state().screen, "attract");
  EXPECT_EQ(mode_of(kiosk.data()), 0700U);
  EXPECT_EQ(mode_of(kiosk.socket()), 0600U);
  EXPECT_EQ(kiosk.process().terminate(), 0);
  EXPECT_FALSE(fs::exists(kiosk.socket()));
}

TEST(KioskProgram, SecondProcessOnTheSameFolderEndsWithOne) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  Inspect inspect(kiosk.socket());
  const auto second =
      support::run({kKiosk, "--data", kiosk.data().string(), "--window", "1280x800"}, {{"DISPLAY", display.name()}});
  EXPECT_EQ(second.code, 1);
  EXPECT_FALSE(second.err.empty());
  EXPECT_EQ(inspect.state().screen, "attract");
}

TEST(KioskProgram, FullScreenFillsADisplayWithoutAWindowManager) {
  support::Xvfb display;
  Kiosk kiosk(display.name(), {"--fullscreen"});
  support::Visitor visitor(display.name(), kiosk.socket());
  const auto start = visitor.tree();
  ASSERT_NE(start.find("attract.start"), nullptr);
  EXPECT_EQ(start.find("attract.start")->rect, (support::Rect{0, 0, 1280, 800}));
  visitor.go_home();
}

TEST(KioskProgram, SettingThatIsWrongEndsWithOneAndNamesTheLine) {
  support::Xvfb display;
  support::TempDir dir;
  fs::create_directories(dir.path() / "d");
  std::ofstream(dir.path() / "d" / "kiosk.toml") << "no_such_setting = 1\n";
  const auto finished = support::run({kKiosk, "--data", (dir.path() / "d").string()}, {{"DISPLAY", display.name()}});
  EXPECT_EQ(finished.code, 1);
  EXPECT_NE(finished.err.find("kiosk.toml:1"), std::string::npos) << finished.err;
}

TEST(KioskProgram, ALanguageWithoutTextsIsNotOffered) {
  support::Xvfb display;
  support::TempDir dir;
  std::ofstream(dir.path() / "kiosk.toml") << "languages = [\"xx\", \"de\"]\n";
  const std::string socket = (dir.path() / "inspect").string();
  Process kiosk({kKiosk, "--data", dir.path().string(), "--window", "1280x800", "--inspect", socket},
                Process::Environment{{"DISPLAY", display.name()}, {"WAYLAND_DISPLAY", ""}});
  support::Visitor visitor(display.name(), socket);
  visitor.go_home();
  EXPECT_EQ(visitor.state().language, "de");
  EXPECT_EQ(visitor.tree().find("attract.language.xx"), nullptr);
  EXPECT_EQ(kiosk.terminate(), 0);
  EXPECT_NE(kiosk.err().find("\"xx\""), std::string::npos) << kiosk.err();
}

TEST(KioskProgram, DrawsNoFrameWhileNothingHappens) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  support::Visitor visitor(display.name(), kiosk.socket());
  visitor.go_home();
  visitor.settle();
  const auto before = visitor.state().frames;
  std::this_thread::sleep_for(1s);
  EXPECT_EQ(visitor.state().frames, before);
}

TEST(KioskProgram, TouchToPresentedFrameIsMeasured) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  support::Visitor visitor(display.name(), kiosk.socket());
  visitor.go_home();
  visitor.settle();
  EXPECT_GT(visitor.state().input_to_present_us, 0);
  EXPECT_LT(visitor.state().input_to_present_us, 5e6);
}

// Two taps of one finger at one place.
void double_tap(support::Visitor& visitor, const std::string& id, std::chrono::milliseconds apart) {
  const support::Tree tree = visitor.tree();
  const support::Item* item = tree.find(id);
  ASSERT_NE(item, nullptr) << id;
  const auto [left, top] = std::pair{visitor.state().window_x, visitor.state().window_y};
  for (int i = 0; i < 2; ++i) {
    visitor.screen().tap(left + item->rect.x + item->rect.w / 2, top + item->rect.y + item->rect.h / 2);
    std::this_thread::sleep_for(apart);
  }
}

TEST(KioskProgram, DoubleTapOnNextDoesNotCheckInUnseen) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  support::Visitor visitor(display.name(), kiosk.socket());
  visitor.go_home();
  visitor.choose("drop_in");
  visitor.type("Ada");
  visitor.tap("key.next");
  visitor.settle();
  visitor.type("ada@example.com");
  visitor.settle();
  double_tap(visitor, "key.next", 150ms);
  EXPECT_FALSE(visitor.state().settled);
  visitor.settle();
  EXPECT_EQ(visitor.state().screen, "confirm");
  EXPECT_EQ(visitor.state().pending, 0);
}

TEST(KioskProgram, TwoFastTapsOnNextDoNotSkipTheFieldOfTheNextForm) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  support::Visitor visitor(display.name(), kiosk.socket());
  visitor.go_home();
  for (const auto apart : {0ms, 20ms, 150ms}) {
    visitor.choose("meeting");
    double_tap(visitor, "key.next", apart);
    visitor.settle();
    const support::Tree tree = visitor.tree();
    ASSERT_EQ(tree.screen, "details");
    ASSERT_NE(tree.focused(), nullptr);
    EXPECT_EQ(tree.focused()->id, "details.name");
    visitor.tap("details.back");
    visitor.wait_for_screen("host");
    visitor.tap("host.back");
    visitor.wait_for_screen("home");
  }
}

// --- the inspection socket -------------------------------------------------------------------------------------------

int connect_to(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

TEST(KioskInspect, UnknownRequestsAreAnsweredWithAnError) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  Inspect inspect(kiosk.socket());
  for (const char* line : {R"({"get":"everything"})", R"({"set":"tree"})", "{", "", "[]", "tree", "\"\xFF\"",
                           R"({"get":["tree"]})", R"({"get":"tree","get":"tree"}})"}) {
    EXPECT_TRUE(inspect.ask(line).starts_with("{\"error\":\"")) << line;
  }
  EXPECT_EQ(inspect.tree().screen, "attract");
}

TEST(KioskInspect, ClientsThatFloodOrNeverEndALineDoNotDisturb) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  Inspect inspect(kiosk.socket());
  std::vector<int> silent;
  for (int i = 0; i < 200; ++i) silent.push_back(connect_to(kiosk.socket()));
  const std::string endless(1 << 20, 'x');
  const std::string flood = [] {
    std::string lines;
    for (int i = 0; i < 3'000; ++i) lines += "{\"get\":\"tree\"}\n";
    return lines;
  }();
  for (std::size_t i = 0; i < silent.size(); i += 2) {
    if (silent[i] < 0) continue;
    const std::string& text = i % 4 == 0 ? endless : flood;
    [[maybe_unused]] const ssize_t sent = send(silent[i], text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  EXPECT_EQ(inspect.state().screen, "attract");
  for (const int fd : silent) close(fd);
  EXPECT_EQ(inspect.tree().screen, "attract");
  Inspect another(kiosk.socket());
  support::wait_until("a new client is served", [&] { return another.ask("?").starts_with("{\"error\""); });
  EXPECT_TRUE(kiosk.process().is_running());
}

TEST(KioskInspect, RequestIsAnsweredWhenItsSenderHasFinishedSending) {
  support::Xvfb display;
  Kiosk kiosk(display.name());
  Inspect inspect(kiosk.socket());
  const int fd = connect_to(kiosk.socket());
  ASSERT_GE(fd, 0);
  const std::string text = "{\"get\":\"state\"}\n{\"get\":\"state\"}\n";
  ASSERT_EQ(send(fd, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  shutdown(fd, SHUT_WR);
  std::string replies;
  char bytes[4096];
  for (ssize_t got = 0; (got = recv(fd, bytes, sizeof bytes, 0)) > 0;)
    replies.append(bytes, static_cast<std::size_t>(got));
  close(fd);
  EXPECT_EQ(std::count(replies.begin(), replies.end(), '\n'), 2);
}

TEST(KioskInspect, FileOfAnotherKindIsNotReplaced) {
  support::Xvfb display;
  support::TempDir dir;
  const fs::path file = dir.path() / "precious";
  std::ofstream(file) << "kept";
  const auto finished = support::run({kKiosk, "--data", (dir.path() / "d").string(), "--inspect", file.string()},
                                     {{"DISPLAY", display.name()}});
  EXPECT_EQ(finished.code, 1);
  EXPECT_EQ(support::read_text(file), "kept");
}

// --- real fingers ----------------------------------------------------------------------------------------------------

class Fingers {
 public:
  Fingers(support::Touchscreen& glass, Inspect& inspect) : glass_(glass), inspect_(inspect) {}

  void tap(const std::string& id) {
    const support::Rect rect = rect_of(id);
    glass_.down(0, rect.x + rect.w / 2, rect.y + rect.h / 2);
    glass_.up(0, rect.x + rect.w / 2, rect.y + rect.h / 2);
  }
  support::Rect rect_of(const std::string& id) {
    support::Rect rect;
    support::wait_until(id + " is on the screen", [&] {
      const support::Tree tree = inspect_.tree();
      const support::Item* item = tree.find(id);
      if (item != nullptr) rect = item->rect;
      return item != nullptr;
    });
    return rect;
  }

 private:
  support::Touchscreen& glass_;
  Inspect& inspect_;
};

TEST(KioskTouch, FortyOverlappingTouchesEightyMsApartTypeFortyCharacters) {
  ASSERT_TRUE(support::Touchscreen::is_available()) << "install xserver-xorg-core and xserver-xorg-video-dummy";
  support::Touchscreen glass;
  Kiosk kiosk(glass.name());
  Inspect inspect(kiosk.socket());
  Fingers fingers(glass, inspect);
  fingers.tap("attract.start");
  fingers.tap("home.drop_in");
  fingers.rect_of("details.name");

  const std::string letters = "thequickbrownfoxjumpsoverthelazydogandru";
  ASSERT_EQ(letters.size(), 40U);
  std::vector<support::Rect> keys;
  for (const char letter : letters) keys.push_back(fingers.rect_of(std::string("key.") + letter));
  const auto at = [&](std::size_t i) { return std::pair{keys[i].x + keys[i].w / 2, keys[i].y + keys[i].h / 2}; };
  auto due = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < letters.size(); ++i) {
    std::this_thread::sleep_until(due);
    glass.down(static_cast<unsigned>(i % 2), at(i).first, at(i).second);
    // The finger before lifts only now, 10 ms after this one came down.
    std::this_thread::sleep_until(due + 10ms);
    if (i > 0) glass.up(static_cast<unsigned>((i - 1) % 2), at(i - 1).first, at(i - 1).second);
    due += 80ms;
  }
  glass.up(static_cast<unsigned>((letters.size() - 1) % 2), at(39).first, at(39).second);

  std::string expected = letters;
  expected[0] = static_cast<char>(std::toupper(expected[0]));
  std::string typed;
  try {
    support::wait_until(
        "the text has arrived",
        [&] {
          typed = inspect.tree().find("details.name")->value;
          return typed == expected;
        },
        5s);
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(typed, expected);
}

}  // namespace
}  // namespace foyer
