// What foyer-kiosk promises to visitors, held by the real program on a real display: a failed write loses nothing, a
// double tap is one check-in, a program that dies half-way has stored nothing, and a visit that is over is out of
// memory.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/inspect.h"
#include "tests/support/screen.h"
#include "tests/support/visitor.h"

namespace foyer {
namespace {

namespace fs = std::filesystem;
using support::Process;
using support::Visitor;

struct Capture : testing::Test {
  void start() {
    const std::vector<std::string> argv = {
        FOYER_BIN_DIR "/foyer-kiosk", "--data", data.string(), "--inspect", socket.string(), "--window", "1280x800"};
    kiosk = std::make_unique<Process>(argv, Process::Environment{{"DISPLAY", display.name()}, {"WAYLAND_DISPLAY", ""}});
    visitor = std::make_unique<Visitor>(display.name(), socket);
    visitor->wait_for_screen("attract");
  }
  void reach_confirm() {
    visitor->go_home();
    visitor->choose("drop_in");
    visitor->fill_in({"Quetzalco Xylander", "quetz.xyland@example.com"});
    visitor->wait_for_screen("confirm");
  }
  std::string value_of(const std::string& id) {
    for (const support::Item& item : visitor->tree().items) {
      if (item.id == id) return item.value;
    }
    return "absent";
  }

  support::Xvfb display;
  support::TempDir folder;
  const fs::path data = folder.path() / "kiosk";
  const fs::path socket = folder.path() / "inspect";
  std::unique_ptr<Process> kiosk;
  std::unique_ptr<Visitor> visitor;
};

TEST_F(Capture, AFailedWriteKeepsWhatWasTypedAndCanBeTriedAgain) {
  fs::create_directories(data / "kiosk.db");  // nothing can be opened there
  start();
  reach_confirm();
  visitor->tap("confirm.check_in");
  visitor->wait_for_screen("trouble");
  visitor->tap("trouble.retry");
  visitor->settle();
  visitor->wait_for_screen("trouble");
  visitor->tap("trouble.cancel");
  visitor->wait_for_screen("confirm");
  EXPECT_EQ(value_of("confirm.row.name"), "Quetzalco Xylander");
  EXPECT_EQ(value_of("confirm.row.email"), "quetz.xyland@example.com");
  fs::remove(data / "kiosk.db");
  visitor->tap("confirm.check_in");
  visitor->wait_for_screen("done");
  visitor->settle();
  EXPECT_EQ(visitor->state().pending, 1);
}

TEST_F(Capture, ADoubleTapIsOneCheckIn) {
  start();
  reach_confirm();
  visitor->tap_twice("confirm.check_in");
  visitor->wait_for_screen("done");
  visitor->settle();
  EXPECT_EQ(visitor->state().pending, 1);
}

TEST_F(Capture, AProgramThatDiesInAFormHasStoredNothing) {
  start();
  reach_confirm();
  ASSERT_EQ(::kill(kiosk->pid(), SIGKILL), 0);
  visitor.reset();
  kiosk.reset();
  start();
  visitor->settle();
  EXPECT_EQ(visitor->state().pending, 0);
}

// A sanitizer's allocator keeps freed memory aside, unwiped, so what it holds says nothing about the kiosk's.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// Words that stand in the part of the memory where the screens live: the main thread's heap and stack. The worker's
// memory is the database's: it holds the rows that are in its file anyway.
std::vector<std::string> found_in_memory(pid_t pid, const std::vector<std::string>& words, std::size_t& bytes_read) {
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  std::ifstream memory("/proc/" + std::to_string(pid) + "/mem", std::ios::binary);
  std::vector<std::string> found;
  for (std::string line; std::getline(maps, line);) {
    if (line.find("[heap]") == std::string::npos && line.find("[stack]") == std::string::npos) continue;
    const std::size_t dash = line.find('-');
    const std::uint64_t begin = std::stoull(line.substr(0, dash), nullptr, 16);
    const std::uint64_t end = std::stoull(line.substr(dash + 1), nullptr, 16);
    std::string bytes(end - begin, '\0');
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(begin));
    memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes_read += static_cast<std::size_t>(memory.gcount());
    for (const std::string& word : words) {
      if (bytes.find(word) != std::string::npos) found.push_back(word);
    }
  }
  return found;
}

TEST_F(Capture, AVisitThatIsOverIsOutOfMemory) {
  start();
  reach_confirm();
  const std::vector<std::string> words = {"Quetzalco", "Xylander", "quetz.xyland"};
  std::size_t bytes_read = 0;
  const auto before = found_in_memory(kiosk->pid(), words, bytes_read);
  ASSERT_GT(bytes_read, 0U) << "the test may not read its own child's memory: allow ptrace of children, in a container "
                               "with --cap-add=SYS_PTRACE";
  EXPECT_FALSE(before.empty()) << "the scan must be able to find what is there";
  visitor->confirm();
  visitor->tap("done.done");
  visitor->wait_for_screen("attract");
  visitor->settle();
  EXPECT_EQ(found_in_memory(kiosk->pid(), words, bytes_read), std::vector<std::string>());
}

#endif

}  // namespace
}  // namespace foyer
