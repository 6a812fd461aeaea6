#include "kiosk/keyboard/keyboard.h"

#include <algorithm>

#include "shared/base/text.h"

namespace foyer::keyboard {
namespace {

constexpr std::string_view kKeyPrefix = "key.";
constexpr std::string_view kAccentPrefix = "key.accent.";

bool begins(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

const Layout& letters_of(Purpose purpose, std::string_view language) {
  switch (purpose) {
    case Purpose::email: return email_layout(language);
    case Purpose::phone: return phone_layout();
    case Purpose::name:
    case Purpose::text: return text_layout(language);
  }
  return text_layout(language);
}

const Key* find_key(const Layout& layout, std::string_view id) {
  for (const Row& row : layout.rows) {
    for (const Key& key : row.keys) {
      if (key_id(key) == id) return &key;
    }
  }
  return nullptr;
}

// A name's word begins at the start, after a space, a hyphen or an apostrophe (Anne-Marie, O'Neill).
bool starts_word(const TextField& field) {
  if (field.caret() == 0) return true;
  const char before = field.text()[field.caret() - 1];
  return before == ' ' || before == '-' || before == '\'';
}

}  // namespace

void Keyboard::open(Purpose purpose, std::string_view language, const TextField& field) {
  reset();
  purpose_ = purpose;
  language_ = language;
  settle_shift(field);
}

void Keyboard::reset() {
  page_ = Page::letters;
  shift_ = Shift::off;
  shift_is_by_hand_ = false;
  shift_tapped_ms_ = -1;
  popup_.reset();
}

void Keyboard::field_changed(const TextField& field) {
  popup_.reset();
  shift_is_by_hand_ = false;
  settle_shift(field);
}

const Layout& Keyboard::layout() const {
  if (purpose_ == Purpose::phone) return phone_layout();
  switch (page_) {
    case Page::letters: return letters_of(purpose_, language_);
    case Page::symbols: return symbols_layout();
    case Page::accents: return accents_layout();
    case Page::rare_accents: return rare_accents_layout();
  }
  return letters_of(purpose_, language_);
}

std::vector<VisibleRow> Keyboard::rows() const {
  std::vector<VisibleRow> rows;
  for (const Row& row : layout().rows) {
    VisibleRow visible;
    visible.indent = row.indent;
    for (const Key& key : row.keys) {
      VisibleKey drawn;
      drawn.id = key_id(key);
      drawn.kind = key.kind;
      drawn.label = key.kind == KeyKind::character ? shifted(key.text) : std::string();
      drawn.width = key.width;
      drawn.has_hold = key.kind == KeyKind::shift || !key.held.empty() ||
                       (key.kind == KeyKind::character && !accents_of(key.text, language_).empty());
      drawn.is_checked = (key.kind == KeyKind::shift && shift_ != Shift::off) || key.kind == KeyKind::letters;
      drawn.is_locked = key.kind == KeyKind::shift && shift_ == Shift::locked;
      visible.keys.push_back(std::move(drawn));
    }
    rows.push_back(std::move(visible));
  }
  return rows;
}

KeyResult Keyboard::handle(const Action& action, TextField& field, std::int64_t now_ms) {
  const std::string_view id = action.target;
  const bool was_late = tick(now_ms);
  if (!begins(id, kKeyPrefix)) {
    // A touch elsewhere puts the accents away.
    const bool is_elsewhere = action.gesture == Gesture::commit || (action.gesture == Gesture::press && id.empty());
    if (!is_elsewhere || !popup_) return was_late ? KeyResult::changed : KeyResult::ignored;
    popup_.reset();
    return KeyResult::changed;
  }
  switch (action.gesture) {
    case Gesture::commit: return commit(action, field, now_ms);
    case Gesture::long_press: return hold(id, field);
    case Gesture::repeat: return id == "key.backspace" ? erase(action.count, field) : KeyResult::ignored;
    case Gesture::cancel:
      if (!action.held || !popup_ || popup_->base_is_typed) return KeyResult::ignored;
      popup_.reset();  // the finger that held it open has left
      return KeyResult::changed;
    case Gesture::press:
    case Gesture::slide: return KeyResult::ignored;
  }
  return KeyResult::ignored;
}

bool Keyboard::tick(std::int64_t now_ms) {
  if (!popup_ || !popup_->closes_at_ms || now_ms < *popup_->closes_at_ms) return false;
  popup_.reset();
  return true;
}

KeyResult Keyboard::commit(const Action& action, TextField& field, std::int64_t now_ms) {
  const std::string_view id = action.target;
  if (begins(id, kAccentPrefix)) return choose_accent(id.substr(kAccentPrefix.size()), field);

  const bool is_held_base = action.held && popup_ && popup_->key_id == id;
  if (!is_held_base) popup_.reset();

  const Key* key = find_key(layout(), id);
  if (key == nullptr) {
    // The page has changed between the finger's landing and now: the letter it stood on counts.
    key = find_key(letters_of(purpose_, language_), id);
    if (key == nullptr) key = find_key(symbols_layout(), id);
    if (key == nullptr || key->kind != KeyKind::character) return KeyResult::ignored;
  }
  if (action.held && !key->held.empty()) return KeyResult::ignored;  // the long press has typed it
  switch (key->kind) {
    case KeyKind::character: {
      const KeyResult result = type(key->text, field);
      if (!is_held_base || !popup_) return result;
      popup_->base_is_typed = result == KeyResult::edited;
      popup_->closes_at_ms = now_ms + kAccentsStayMs;
      if (!popup_->base_is_typed) popup_.reset();
      return result;
    }
    case KeyKind::shift: return action.held ? KeyResult::ignored : tap_shift(now_ms);
    case KeyKind::backspace: return erase(0, field);
    case KeyKind::symbols: page_ = Page::symbols; return KeyResult::changed;
    case KeyKind::letters:
      page_ = Page::letters;
      settle_shift(field);
      return KeyResult::changed;
    case KeyKind::accents:
      page_ = page_ == Page::accents ? Page::rare_accents : Page::accents;
      settle_shift(field);
      return KeyResult::changed;
    case KeyKind::space: return purpose_ == Purpose::email ? KeyResult::no_space : type(" ", field);
    case KeyKind::next: return KeyResult::next;
    case KeyKind::caret_left: return field.caret_left() == EditResult::done ? KeyResult::moved : KeyResult::ignored;
    case KeyKind::caret_right: return field.caret_right() == EditResult::done ? KeyResult::moved : KeyResult::ignored;
  }
  return KeyResult::ignored;
}

KeyResult Keyboard::hold(std::string_view id, TextField& field) {
  if (id == "key.shift") {
    shift_ = Shift::locked;
    shift_is_by_hand_ = true;
    return KeyResult::changed;
  }
  const Key* key = find_key(layout(), id);
  if (key == nullptr || key->kind != KeyKind::character) return KeyResult::ignored;
  if (!key->held.empty()) return edited(field.insert(key->held), field);
  const auto accents = accents_of(key->text, language_);
  if (accents.empty()) return KeyResult::ignored;
  AccentPopup popup;
  popup.key_id = id;
  for (const std::string_view accent : accents) {
    popup.accents.push_back(shifted(accent));
    popup.ids.push_back(std::string(kAccentPrefix) + std::string(accent));
  }
  popup_ = std::move(popup);
  return KeyResult::changed;
}

KeyResult Keyboard::erase(int count, TextField& field) {
  const bool by_word = count > kRepeatsBeforeWords;
  return edited(by_word ? field.erase_word_before_caret() : field.erase_before_caret(), field);
}

KeyResult Keyboard::tap_shift(std::int64_t now_ms) {
  const bool is_double = shift_tapped_ms_ >= 0 && now_ms - shift_tapped_ms_ <= kDoubleTapMs;
  shift_tapped_ms_ = is_double ? -1 : now_ms;
  shift_is_by_hand_ = true;
  if (is_double) {
    shift_ = Shift::locked;
  } else {
    shift_ = shift_ == Shift::off ? Shift::once : Shift::off;
  }
  return KeyResult::changed;
}

KeyResult Keyboard::type(std::string_view lower, TextField& field) {
  return edited(field.insert(shifted(lower)), field);
}

KeyResult Keyboard::choose_accent(std::string_view lower, TextField& field) {
  if (!popup_) return KeyResult::ignored;
  const auto id = std::find(popup_->ids.begin(), popup_->ids.end(), std::string(kAccentPrefix) + std::string(lower));
  if (id == popup_->ids.end()) return KeyResult::ignored;
  const std::string accent = popup_->accents[static_cast<std::size_t>(id - popup_->ids.begin())];
  if (popup_->base_is_typed) field.erase_before_caret();
  popup_.reset();
  return edited(field.insert(accent), field);
}

KeyResult Keyboard::edited(EditResult result, const TextField& field) {
  switch (result) {
    case EditResult::done: break;
    case EditResult::unchanged: return KeyResult::ignored;
    case EditResult::full: return KeyResult::full;
    case EditResult::refused: return KeyResult::refused;
  }
  shift_tapped_ms_ = -1;  // a double tap has nothing between its taps
  shift_is_by_hand_ = false;
  settle_shift(field);
  return KeyResult::edited;
}

std::string Keyboard::shifted(std::string_view lower) const {
  return shift_ == Shift::off || page_ == Page::symbols ? std::string(lower) : upper(lower);
}

void Keyboard::settle_shift(const TextField& field) {
  if (shift_ == Shift::locked || shift_is_by_hand_) return;
  shift_ = purpose_ == Purpose::name && starts_word(field) ? Shift::once : Shift::off;
}

}  // namespace foyer::keyboard
