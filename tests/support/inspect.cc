#include "tests/support/inspect.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "tests/support/wait.h"

namespace foyer::support {
namespace {

using nlohmann::json;

int pixel(const json& number) { return static_cast<int>(std::lround(number.get<double>())); }

Item parse_item(const json& from) {
  Item item{from.at("id"), from.at("role"), from.at("label"), from.at("value"), from.at("state"), {}};
  const json& rect = from.at("rect");
  item.rect = {pixel(rect.at(0)), pixel(rect.at(1)), pixel(rect.at(2)), pixel(rect.at(3))};
  return item;
}

const Item* find_if(const std::vector<Item>& items, auto predicate) {
  const auto found = std::ranges::find_if(items, predicate);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

bool Item::is(std::string_view word) const { return std::ranges::find(state, word) != state.end(); }

const Item* Tree::find(std::string_view id) const {
  return find_if(items, [&](const Item& item) { return item.id == id; });
}

const Item* Tree::find_label(std::string_view label) const {
  return find_if(items, [&](const Item& item) { return item.label == label; });
}

const Item* Tree::focused() const {
  return find_if(items, [](const Item& item) { return item.role == "field" && item.is("focused"); });
}

std::string Tree::text() const {
  std::string all = screen + ":";
  for (const Item& item : items) {
    if (item.role == "key") continue;
    all += " " + item.id + " '" + item.label + "'" + (item.value.empty() ? "" : "='" + item.value + "'");
    for (const std::string& word : item.state) all += word == "enabled" ? "" : " (" + word + ")";
    all += ",";
  }
  return all;
}

Inspect::Inspect(const std::filesystem::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  if (path.size() >= sizeof address.sun_path) fail("the socket's path is too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  wait_until("the kiosk answers on " + path, [&] {
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
    close(socket_);
    socket_ = -1;
    return false;
  });
}

Inspect::~Inspect() { close(socket_); }

std::string Inspect::ask(const std::string& line) {
  const std::string request = line + "\n";
  if (send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) {
    fail("the kiosk has closed its inspection socket");
  }
  while (unread_.find('\n') == std::string::npos) {
    char bytes[16384];
    const ssize_t got = recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) fail("the kiosk has closed its inspection socket");
    unread_.append(bytes, static_cast<std::size_t>(got));
  }
  const std::size_t end = unread_.find('\n');
  std::string reply = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return reply;
}

Tree Inspect::tree() {
  const json reply = json::parse(ask(R"({"get":"tree"})"));
  Tree tree{reply.at("screen"), reply.at("frame"), {}};
  for (const json& item : reply.at("items")) tree.items.push_back(parse_item(item));
  return tree;
}

State Inspect::state() {
  const json reply = json::parse(ask(R"({"get":"state"})"));
  State state{reply.at("screen"), reply.at("language"), reply.at("pending"), reply.at("frames"), 0, 0, 0, false};
  const json& latency = reply.at("input_to_present_us");
  state.input_to_present_us = latency.is_number() ? latency.get<double>() : 0;
  state.window_x = reply.at("window").at(0);
  state.window_y = reply.at("window").at(1);
  state.settled = reply.at("settled");
  return state;
}

}  // namespace foyer::support
