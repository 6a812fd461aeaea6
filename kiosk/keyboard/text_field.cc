#include "kiosk/keyboard/text_field.h"

#include <utility>

#include "shared/base/check.h"
#include "shared/base/text.h"

namespace foyer::keyboard {
namespace {

constexpr std::size_t kShortStringMax = 32;

}  // namespace

TextField::TextField(std::size_t characters_max, std::size_t bytes_max)
    : characters_max_(characters_max), bytes_max_(bytes_max) {
  FOYER_CHECK(bytes_max >= kShortStringMax);
  text_.reserve(bytes_max);
}

TextField::~TextField() { foyer::wipe(text_); }

TextField::TextField(TextField&& other) noexcept
    : characters_max_(other.characters_max_),
      bytes_max_(other.bytes_max_),
      caret_(std::exchange(other.caret_, 0)),
      edits_(other.edits_),
      text_(std::move(other.text_)) {
  other.text_.clear();
}

TextField& TextField::operator=(TextField&& other) noexcept {
  if (this == &other) return *this;
  foyer::wipe(text_);
  characters_max_ = other.characters_max_;
  bytes_max_ = other.bytes_max_;
  caret_ = std::exchange(other.caret_, 0);
  edits_ = other.edits_;
  text_ = std::move(other.text_);
  other.text_.clear();
  return *this;
}

EditResult TextField::insert(std::string_view text) {
  if (text.empty()) return EditResult::unchanged;
  // Bytes first: a text of any size is refused before anything walks over it.
  if (text.size() > bytes_max_ - text_.size()) return EditResult::full;
  if (!is_plain_line(text)) return EditResult::refused;
  text_.insert(caret_, text);
  // A combining mark joins the character before it, so only the whole text tells how many characters there are.
  if (grapheme_count(text_) > characters_max_) {
    erase(caret_, caret_ + text.size());
    return EditResult::full;
  }
  ++edits_;
  const std::size_t end = caret_ + text.size();
  place_caret(end);
  if (caret_ < end) caret_ = next_grapheme(text_, caret_);  // the new text has joined what follows
  return EditResult::done;
}

void TextField::erase(std::size_t from, std::size_t to) {
  const std::size_t gone = to - from;
  std::copy(text_.begin() + static_cast<std::ptrdiff_t>(to), text_.end(),
            text_.begin() + static_cast<std::ptrdiff_t>(from));
  std::fill(text_.end() - static_cast<std::ptrdiff_t>(gone), text_.end(), '\0');
  text_.resize(text_.size() - gone);
}

EditResult TextField::erase_before_caret() {
  if (caret_ == 0) return EditResult::unchanged;
  const std::size_t from = previous_grapheme(text_, caret_);
  erase(from, caret_);
  ++edits_;
  caret_ = from;
  return EditResult::done;
}

EditResult TextField::erase_word_before_caret() {
  if (caret_ == 0) return EditResult::unchanged;
  std::size_t from = caret_;
  const auto is_space = [this](std::size_t at) { return text_[at] == ' '; };
  while (from > 0 && is_space(previous_grapheme(text_, from))) from = previous_grapheme(text_, from);
  while (from > 0 && !is_space(previous_grapheme(text_, from))) from = previous_grapheme(text_, from);
  erase(from, caret_);
  ++edits_;
  caret_ = from;
  return EditResult::done;
}

EditResult TextField::caret_left() {
  if (caret_ == 0) return EditResult::unchanged;
  caret_ = previous_grapheme(text_, caret_);
  return EditResult::done;
}

EditResult TextField::caret_right() {
  if (caret_ == text_.size()) return EditResult::unchanged;
  caret_ = next_grapheme(text_, caret_);
  return EditResult::done;
}

void TextField::place_caret(std::size_t offset) {
  std::size_t boundary = 0;
  while (boundary < text_.size()) {
    const std::size_t next = next_grapheme(text_, boundary);
    if (next > offset) break;
    boundary = next;
  }
  caret_ = boundary;
}

EditResult TextField::replace(std::string_view text) {
  if (text.size() > bytes_max_ || grapheme_count(text) > characters_max_) return EditResult::full;
  if (!is_plain_line(text)) return EditResult::refused;
  const std::string copy(text);  // `text` may point into our own buffer
  wipe();
  text_.assign(copy);
  ++edits_;
  caret_ = text_.size();
  return EditResult::done;
}

void TextField::wipe() {
  if (!text_.empty()) ++edits_;
  foyer::wipe(text_);
  text_.reserve(bytes_max_);
  caret_ = 0;
}

}  // namespace foyer::keyboard
