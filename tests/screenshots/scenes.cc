#include "tests/screenshots/scenes.h"

#include <utility>
#include <variant>

#include "kiosk/app/update.h"
#include "shared/base/text.h"

namespace foyer::tests {
namespace {

void go_home(Scene& scene) { scene.tap("attract.start"); }

void open_details(Scene& scene, const char* tile) {
  go_home(scene);
  scene.tap(tile);
}

void fill_details(Scene& scene) {
  scene.type("anna schmidt");
  scene.tap("key.next");
  scene.type("anna.schmidt");
  scene.tap("details.chip.gmail.com");
}

void drop_in_until_confirm(Scene& scene) {
  open_details(scene, "home.drop_in");
  fill_details(scene);
  scene.tap("key.next");
}

void tour_until_confirm(Scene& scene) {
  open_details(scene, "home.tour");
  scene.type("maximilian alexander freiherr von wolkenstein");
  scene.tap("details.email");
  scene.type("maximilian.von.wolkenstein");
  scene.tap("details.chip.outlook.com");
  scene.tap("details.phone");
  scene.type("0301234567");
  scene.tap("details.company");
  scene.type("wolkenstein and sons landscape architects");
  scene.tap("key.next");
  if (scene.state().screen() == screens::ScreenId::details) scene.tap("key.next");
}

// The most that every field takes: 200 characters, and an address of 254 bytes.
const std::string& longest_name() {
  static const std::string name = [] {
    std::string words;
    while (words.size() < 200) words += "wolkenstein ";
    return words.substr(0, 199) + "n";
  }();
  return name;
}
const std::string& longest_email() {
  static const std::string email = [] {
    std::string text = std::string(64, 'm') + "@";
    while (text.size() < 254 - 60) text += std::string(50, 'w') + ".";
    return text + std::string(254 - 4 - text.size(), 'w') + ".com";
  }();
  return email;
}

void longest_until_confirm(Scene& scene) {
  open_details(scene, "home.meeting");
  scene.type(longest_name());
  scene.tap("key.next");
  scene.type(std::string(200, 'w'));
  scene.tap("key.next");
  scene.type(longest_email());
  scene.tap("key.next");
}
void longest_contact_until_confirm(Scene& scene) {
  open_details(scene, "home.leave_contacts");
  scene.type(longest_name());
  scene.tap("details.company");
  scene.type(longest_name());
  scene.tap("details.phone");
  scene.type("0301234567");
  scene.tap("details.email");
  scene.type(longest_email());
  scene.tap("key.next");
}

void attract(Scene&) {}
void home(Scene& scene) { go_home(scene); }
void home_staff(Scene& scene) {
  scene.store_needs_staff();
  go_home(scene);
}
void home_pressed(Scene& scene) {
  go_home(scene);
  scene.pressed = {"home.meeting"};
}
void host(Scene& scene) {
  open_details(scene, "home.meeting");
  scene.type("jonas");
}
void details_empty(Scene& scene) { open_details(scene, "home.drop_in"); }
void details_typing(Scene& scene) {
  open_details(scene, "home.drop_in");
  scene.type("anna schmidt");
  scene.tap("key.next");
  scene.type("anna.schm");
  scene.pressed = {"key.m"};
}
void details_errors(Scene& scene) {
  open_details(scene, "home.drop_in");
  scene.type("anna");
  scene.tap("key.next");
  scene.type("anna@nowhere");
  scene.tap("key.next");
}
void details_question(Scene& scene) {
  open_details(scene, "home.drop_in");
  scene.type("anna schmidt");
  scene.tap("key.next");
  scene.type("anna.schmidt@gmial.com");
  scene.wait(500);
}
void leaving_question(Scene& scene) {
  go_home(scene);
  scene.tap("home.leaving");
  scene.type("maximilian.freiherr.von.wolkenstein@outlok.com");
  scene.wait(500);
}
void details_tour(Scene& scene) {
  open_details(scene, "home.tour");
  fill_details(scene);
}
void details_contacts(Scene& scene) { open_details(scene, "home.leave_contacts"); }
void details_phone(Scene& scene) {
  open_details(scene, "home.tour");
  scene.tap("details.phone");
  scene.type("030");
}
void details_symbols(Scene& scene) {
  open_details(scene, "home.drop_in");
  scene.tap("key.symbols");
}
void details_accents(Scene& scene) {
  open_details(scene, "home.drop_in");
  scene.type("jo");
  scene.hold("key.a");
}
void details_full_accents(Scene& scene) {
  open_details(scene, "home.drop_in");
  scene.tap("key.symbols");
  scene.tap("key.accents");
}
void confirm(Scene& scene) { drop_in_until_confirm(scene); }
void confirm_long(Scene& scene) { tour_until_confirm(scene); }
void confirm_meeting(Scene& scene) {
  open_details(scene, "home.meeting");
  scene.type("jonas");
  scene.tap("key.next");
  fill_details(scene);
  scene.tap("key.next");
}
void details_longest(Scene& scene) {
  longest_until_confirm(scene);
  scene.tap("confirm.change");
  scene.tap("details.email");
}
void confirm_longest(Scene& scene) { longest_until_confirm(scene); }
void confirm_longest_contact(Scene& scene) { longest_contact_until_confirm(scene); }
void done_longest(Scene& scene) {
  longest_until_confirm(scene);
  scene.tap("confirm.check_in");
  scene.store_answers(true);
  scene.wait(1'000);
}
void confirm_saving(Scene& scene) {
  drop_in_until_confirm(scene);
  scene.tap("confirm.check_in");
}
void done(Scene& scene) {
  drop_in_until_confirm(scene);
  scene.tap("confirm.check_in");
  scene.store_answers(true);
  scene.wait(4'000);
}
void done_meeting(Scene& scene) {
  confirm_meeting(scene);
  scene.tap("confirm.check_in");
  scene.store_answers(true);
  scene.wait(1'000);
}
void done_contacts(Scene& scene) {
  open_details(scene, "home.leave_contacts");
  fill_details(scene);
  scene.tap("key.next");
  scene.tap("confirm.leave_details");
  scene.store_answers(true);
  scene.wait(2'000);
}
void done_undone(Scene& scene) {
  done(scene);
  scene.tap("done.not_me");
  scene.store_answers(true);
  scene.wait(1'000);
}
void leaving(Scene& scene) {
  go_home(scene);
  scene.tap("home.leaving");
  scene.type("anna.schmidt");
}
void leaving_ready(Scene& scene) {
  leaving(scene);
  scene.tap("leaving.chip.gmail.com");
  scene.tap("key.next");
}
void leaving_error(Scene& scene) {
  go_home(scene);
  scene.tap("home.leaving");
  scene.tap("leaving.check_out");
}
void done_leaving(Scene& scene) {
  leaving_ready(scene);
  scene.tap("leaving.check_out");
  scene.store_answers(true);
  scene.wait(1'000);
}
void language(Scene& scene) {
  go_home(scene);
  scene.tap("home.language");
}
void accessibility(Scene& scene) {
  go_home(scene);
  scene.tap("home.accessibility");
}
void privacy(Scene& scene) {
  drop_in_until_confirm(scene);
  scene.tap("confirm.privacy");
}
void still_there(Scene& scene) {
  details_typing(scene);
  scene.pressed.clear();
  scene.wait(scene.state().config.timeouts.form_ms);
  scene.wait(5'000);
}
void trouble(Scene& scene) {
  drop_in_until_confirm(scene);
  scene.tap("confirm.check_in");
  scene.store_answers(false);
}
void trouble_slow(Scene& scene) {
  confirm_saving(scene);
  scene.wait(scene.state().config.timeouts.saving_ms);
}

}  // namespace

void Scene::CountingRandom::fill(std::span<std::uint8_t> bytes) {
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(++count_ * 37 >> 3);
}

Scene::Scene(config::KioskConfig config) : state_(std::move(config), random_) {
  now_.mono_ms = 1'000'000;
  now_.wall_ms = 1'772'529'120'000;  // 2026-03-03T09:12:00Z
}

void Scene::send(const app::Event& event) {
  for (app::Effect& effect : app::update(state_, event, now_)) {
    if (const auto* submit = std::get_if<app::Submit>(&effect)) submitted_.push_back(submit->op->id);
  }
}

void Scene::tap(const std::string& id) {
  for (const screens::Gesture gesture : {screens::Gesture::press, screens::Gesture::commit}) {
    screens::Action action;
    action.gesture = gesture;
    action.target = id;
    send(app::Touched{std::move(action)});
  }
}

void Scene::hold(const std::string& id) {
  for (const screens::Gesture gesture : {screens::Gesture::press, screens::Gesture::long_press}) {
    screens::Action action;
    action.gesture = gesture;
    action.target = id;
    send(app::Touched{std::move(action)});
  }
  pressed = {id};
}

void Scene::type(std::string_view text) {
  const auto points = decode_utf8(text);
  for (const char32_t c : *points) tap(c == U' ' ? "key.space" : "key." + encode_utf8(c));
}

void Scene::wait(std::int64_t ms) {
  now_.mono_ms += ms;
  now_.wall_ms += ms;
  send(app::Tick{});
}

void Scene::store_answers(bool ok) {
  if (submitted_.empty()) return;
  app::Submitted answer{submitted_.back(), std::nullopt};
  if (!ok) answer.fault = Fault::full;
  send(answer);
}

void Scene::store_needs_staff() {
  app::StatusLoaded status;
  status.dead = 1;
  status.needs_staff = true;
  send(status);
}

const std::vector<NamedScene>& all_scenes() {
  static const std::vector<NamedScene> scenes = {
      {"attract", attract},
      {"home", home},
      {"home_pressed", home_pressed},
      {"home_staff", home_staff},
      {"host", host},
      {"details", details_typing},
      {"details_empty", details_empty},
      {"details_errors", details_errors},
      {"details_question", details_question},
      {"details_tour", details_tour},
      {"details_contacts", details_contacts},
      {"details_phone", details_phone},
      {"details_symbols", details_symbols},
      {"details_accents", details_accents},
      {"details_accents_page", details_full_accents},
      {"details_longest", details_longest},
      {"confirm", confirm},
      {"confirm_meeting", confirm_meeting},
      {"confirm_long", confirm_long},
      {"confirm_saving", confirm_saving},
      {"confirm_longest", confirm_longest},
      {"confirm_longest_contact", confirm_longest_contact},
      {"done", done},
      {"done_meeting", done_meeting},
      {"done_contacts", done_contacts},
      {"done_undone", done_undone},
      {"done_leaving", done_leaving},
      {"done_longest", done_longest},
      {"leaving", leaving},
      {"leaving_ready", leaving_ready},
      {"leaving_error", leaving_error},
      {"leaving_question", leaving_question},
      {"language", language},
      {"accessibility", accessibility},
      {"privacy", privacy},
      {"still_there", still_there},
      {"trouble", trouble},
      {"trouble_slow", trouble_slow},
  };
  return scenes;
}

std::unique_ptr<Scene> play(const NamedScene& scene, const SceneOptions& options) {
  config::KioskConfig config;
  config.organisation = "Harbour Works";
  config.languages = options.language == "en" ? std::vector<std::string>{"en", "de"}
                                              : std::vector<std::string>{options.language, "en"};
  switch (options.look) {
    case screens::Look::light: config.theme = config::ThemeName::light; break;
    case screens::Look::dark: config.theme = config::ThemeName::dark; break;
    case screens::Look::high_contrast: config.theme = config::ThemeName::high_contrast; break;
  }
  switch (options.text_size) {
    case screens::TextSize::normal: config.text_scale = 1.0; break;
    case screens::TextSize::large: config.text_scale = 1.6; break;
    case screens::TextSize::largest: config.text_scale = 2.0; break;
  }
  auto played = std::make_unique<Scene>(std::move(config));
  scene.play(*played);
  return played;
}

}  // namespace foyer::tests
