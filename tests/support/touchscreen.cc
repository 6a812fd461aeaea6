#include "tests/support/touchscreen.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "tests/support/screen.h"

namespace foyer::support {
namespace {

namespace fs = std::filesystem;

constexpr const char* kServer = "/usr/lib/xorg/Xorg";
constexpr const char* kTouchDriver = "/usr/lib/xorg/modules/input/inputtest_drv.so";
constexpr const char* kVideoDriver = "/usr/lib/xorg/modules/drivers/dummy_drv.so";

// The driver's messages (inputtest(4)): native byte order, each with its whole length in front.
constexpr std::uint32_t kClientVersion = 0;
constexpr std::uint32_t kWaitForSync = 1;
constexpr std::uint32_t kTouch = 6;
constexpr unsigned kTouchBegin = 18;  // XI_TouchBegin, XI_TouchUpdate, XI_TouchEnd
constexpr unsigned kTouchUpdate = 19;
constexpr unsigned kTouchEnd = 20;
constexpr double kAxisMax = 65'535;

struct Header {
  std::uint32_t length;
  std::uint32_t type;
};
struct Version {
  Header header;
  std::uint16_t major, minor;
};
struct TouchMessage {
  Header header;
  std::uint32_t finger, type;
  std::uint32_t has_unaccelerated;
  std::array<std::uint8_t, 8> mask;  // which of the values count
  std::array<double, 64> values;
  std::array<double, 64> unaccelerated;
};
static_assert(offsetof(TouchMessage, values) == 32);

template <typename Message>
void send_whole(int socket, const Message& message) {
  if (send(socket, &message, sizeof message, MSG_NOSIGNAL) != static_cast<ssize_t>(sizeof message)) {
    fail("the touch driver does not listen");
  }
}

std::string configuration(const std::string& socket) {
  return R"(Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
  Option "BlankTime" "0"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 16384
EndSection
Section "Monitor"
  Identifier "panel"
  HorizSync 5-200
  VertRefresh 5-200
  Modeline "1280x800" 83.50 1280 1352 1480 1680 800 803 809 831 -hsync +vsync
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "panel"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "1280x800"
    Virtual 1280 800
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "keys"
  Driver "inputtest"
  Option "SocketPath" ")" +
         socket + R"(-keys"
  Option "DeviceType" "Keyboard"
EndSection
Section "InputDevice"
  Identifier "glass"
  Driver "inputtest"
  Option "SocketPath" ")" +
         socket + R"("
  Option "DeviceType" "Touch"
  Option "TouchCount" "5"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "keys" "CoreKeyboard"
  InputDevice "glass" "CorePointer"
EndSection
)";
}

}  // namespace

bool Touchscreen::is_available() { return fs::exists(kServer) && fs::exists(kTouchDriver) && fs::exists(kVideoDriver); }

Touchscreen::Touchscreen() {
  const fs::path config = dir_.path() / "xorg.conf";
  std::ofstream(config) << configuration((dir_.path() / "touch").string());
  // Without -noreset the server starts over when its first client leaves, and the driver's socket is gone.
  server_ = std::make_unique<Process>(std::vector<std::string>{
      kServer, "-displayfd", "1", "-config", config.string(), "-logfile", (dir_.path() / "log").string(), "-seat",
      "seat-t", "-novtswitch", "-sharevts", "-noreset", "-nolisten", "tcp"});
  name_ = ":" + server_->line_after("");
  connect_driver();
}

Touchscreen::~Touchscreen() {
  if (driver_ >= 0) close(driver_);
}

void Touchscreen::connect_driver() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (dir_.path() / "touch").string();
  if (path.size() >= sizeof address.sun_path) fail("the socket's path is too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  wait_until("the touch driver listens", [&] {
    driver_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(driver_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
    close(driver_);
    driver_ = -1;
    return false;
  });
  send_whole(driver_, Version{{sizeof(Version), kClientVersion}, 1, 0});
  std::array<char, 64> reply{};
  if (recv(driver_, reply.data(), reply.size(), 0) <= 0) fail("the touch driver refused us");
}

void Touchscreen::touch(unsigned finger, unsigned type, int x, int y) {
  TouchMessage message{};
  message.header = {sizeof message, kTouch};
  message.finger = finger;
  message.type = type;
  message.mask[0] = 0b11;  // x and y
  message.values[0] = (x + 0.5) * kAxisMax / kScreenWidth;
  message.values[1] = (y + 0.5) * kAxisMax / kScreenHeight;
  send_whole(driver_, message);
  send_whole(driver_, Header{sizeof(Header), kWaitForSync});
  std::array<char, 64> reply{};
  if (recv(driver_, reply.data(), reply.size(), 0) <= 0) fail("the touch driver has gone");
}

void Touchscreen::down(unsigned finger, int x, int y) { touch(finger, kTouchBegin, x, y); }
void Touchscreen::move(unsigned finger, int x, int y) { touch(finger, kTouchUpdate, x, y); }
void Touchscreen::up(unsigned finger, int x, int y) { touch(finger, kTouchEnd, x, y); }

}  // namespace foyer::support
