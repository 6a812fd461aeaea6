// The kiosk's --inspect socket from outside: what is on its screen, and whether it has come to rest. Reads only:
// presses go through Screen. One thread. Failures throw (wait.h), the kiosk's end among them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace foyer::support {

struct Rect {
  int x = 0, y = 0, w = 0, h = 0;
  bool operator==(const Rect&) const = default;
};

struct Item {
  std::string id, role, label, value;
  std::vector<std::string> state;
  Rect rect;  // window pixels

  bool is(std::string_view word) const;  // "enabled", "focused", ...
};

struct Tree {
  std::string screen;
  std::int64_t frame = 0;
  std::vector<Item> items;

  const Item* find(std::string_view id) const;
  const Item* find_label(std::string_view label) const;
  const Item* focused() const;
  std::string text() const;  // for messages: "home: home.drop_in 'Drop in', ..."
};

struct State {
  std::string screen, language;
  std::int64_t pending = 0, frames = 0;
  double input_to_present_us = 0;
  int window_x = 0, window_y = 0;
  bool settled = false;
};

class Inspect {
 public:
  // Waits until the kiosk has opened the socket.
  explicit Inspect(const std::filesystem::path& socket);
  ~Inspect();
  Inspect(const Inspect&) = delete;
  Inspect& operator=(const Inspect&) = delete;

  Tree tree();
  State state();
  std::string ask(const std::string& line);  // one request line, its reply line

 private:
  int socket_ = -1;
  std::string unread_;
};

}  // namespace foyer::support
