#include "kiosk/painter.h"

#include <utility>

#include "kiosk/keyboard/gesture.h"
#include "kiosk/views/fonts.h"
#include "kiosk/views/view.h"
#include "kiosk/widgets/theme.h"

namespace foyer::kiosk {
namespace {

constexpr std::string_view kShiftKey = "key.shift";
constexpr float kFrameSeconds = 0.016F;  // ImGui wants one; what moves asks the state's own time

int hold_ms(const widgets::SemanticItem& item, const config::KioskConfig& config) {
  if (!item.long_press) return 0;
  return static_cast<int>(item.id == kShiftKey ? keyboard::kShiftHoldMs : config.long_press_ms);
}

}  // namespace

Painter::Painter(platform::Window& window, const app::Catalogue& catalogue, std::filesystem::path cache_dir)
    : window_(window), catalogue_(catalogue), cache_dir_(std::move(cache_dir)) {}

void Painter::load_fonts(const app::AppState& state) {
  const float scale = widgets::scale_for(static_cast<float>(window_.width()), static_cast<float>(window_.height()));
  const widgets::TextSize text_size = views::text_size_of(state);
  if (scale_ == scale && text_size_ == text_size) return;
  fonts_ = views::load_fonts(gui_, scale, text_size, cache_dir_);
  scale_ = scale;
  text_size_ = text_size;
  rasteriser_.invalidate();
}

void Painter::lay_out(const app::AppState& state, const std::vector<std::string>& pressed, const Instant& now) {
  load_fonts(state);
  widgets::Frame frame;
  frame.draw = &gui_.begin_frame(window_.width(), window_.height(), kFrameSeconds);
  frame.theme = &widgets::theme(views::theme_of(state));
  frame.fonts = &fonts_;
  frame.semantics = &semantics_;
  frame.pressed = pressed;
  frame.width_px = static_cast<float>(window_.width());
  frame.height_px = static_cast<float>(window_.height());
  frame.scale = scale_;
  frame.text_size = text_size_;
  frame.now_ms = now.mono_ms;
  frame.reduce_motion = state.session.accessibility.is_still;
  widgets::Ui ui(frame);
  views::draw(ui, state, catalogue_, now);
  laid_out_ = &gui_.end_frame();
  next_frame_us_.reset();
  if (ui.next_frame_ms() >= 0) next_frame_us_ = ui.next_frame_ms() * 1'000;
}

bool Painter::show() {
  const auto changed = rasteriser_.draw(*laid_out_, window_.surface());
  window_.present(changed);
  return !changed.empty();
}

std::vector<platform::TouchTarget> Painter::targets(const app::AppState& state) const {
  std::vector<platform::TouchTarget> targets;
  for (const widgets::SemanticItem& item : semantics_.items()) {
    const bool is_only_read = item.role == widgets::Role::text && !item.panel;
    if (is_only_read) continue;
    platform::TouchTarget target;
    target.id = item.id;
    target.rect = {item.rect.x, item.rect.y, item.rect.w, item.rect.h};
    target.enabled = item.enabled;
    target.panel = item.panel;
    target.popup = item.popup;
    target.key = item.key && !target.popup;
    target.repeats = item.repeats;
    target.long_press_ms = hold_ms(item, state.config);
    targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace foyer::kiosk
