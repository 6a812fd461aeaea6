// The text of one field while somebody types it: UTF-8 of bounded size, a caret that moves by whole characters as
// people see them, and a wipe that leaves no byte behind. The buffer is reserved once and never moves, so no copy of
// what was typed stays in freed memory. Owned by one screen's model, UI thread; hostile text is refused, never
// repaired.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace foyer::keyboard {

enum class EditResult {
  done,
  unchanged,  // nothing to erase, or the caret stands at the end
  full,       // would exceed characters_max or bytes_max: nothing was inserted
  refused,    // not valid UTF-8, or a control character (NUL, line breaks): nothing was inserted
};

class TextField {
 public:
  // REQUIRES: bytes_max >= 32 (a short string would live inside the object and leave copies when it moves)
  TextField(std::size_t characters_max, std::size_t bytes_max);
  ~TextField();
  TextField(TextField&& other) noexcept;
  TextField& operator=(TextField&& other) noexcept;
  TextField(const TextField&) = delete;
  TextField& operator=(const TextField&) = delete;

  // At the caret, all of it or nothing.
  EditResult insert(std::string_view text);
  EditResult erase_before_caret();
  EditResult erase_word_before_caret();
  EditResult caret_left();
  EditResult caret_right();
  // To the character boundary at or before `offset`.
  void place_caret(std::size_t offset);
  // Replaces everything; the caret goes to the end. On failure the old text stays.
  EditResult replace(std::string_view text);
  // Zeroes the whole buffer and starts empty.
  void wipe();

  const std::string& text() const { return text_; }
  std::size_t caret() const { return caret_; }  // byte offset, always on a character boundary
  bool empty() const { return text_.empty(); }
  // Grows with every change of the text, wipes included: the same number is the same text.
  std::uint64_t edits() const { return edits_; }

 private:
  void erase(std::size_t from, std::size_t to);
  std::size_t characters_max_;
  std::size_t bytes_max_;
  std::size_t caret_ = 0;
  std::uint64_t edits_ = 0;
  std::string text_;
};

}  // namespace foyer::keyboard
