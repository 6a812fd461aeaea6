// Ui's text: measured, wrapped, stepped down the type scale, drawn on whole pixels by cap height.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/widgets/ui.h"
#include "shared/base/text.h"

namespace foyer::widgets {
namespace {

// Of Inter, relative to ImGui's font size (ascender minus descender).
constexpr float kCapHeight = 0.601F;
constexpr float kLinePitch = 1.06F;

std::optional<Type> next_smaller(Type type) {
  switch (type) {
    case Type::display: return Type::title1;
    case Type::title1: return Type::title2;
    case Type::title2:
    case Type::tile: return Type::button;
    case Type::button:
    case Type::key_word: return Type::label_strong;
    case Type::key: return Type::key_word;
    case Type::body: return Type::label;
    case Type::label: return Type::caption;
    case Type::label_strong:
    case Type::caption: return Type::smaller;
    case Type::smaller: return Type::smallest;
    case Type::smallest:
    case Type::icon:
    case Type::icon_large:
    case Type::icon_hero: return std::nullopt;
  }
  return std::nullopt;
}

constexpr char kEllipsis[] = "\xE2\x80\xA6";
// No field takes more than a few hundred characters; of longer text only this much is looked at for the part to show.
constexpr std::size_t kShortenedMax = 1024;

// What a visitor typed is shortened before it is printed too small to be read.
bool is_readable(Type type) { return type != Type::caption && type != Type::smaller && type != Type::smallest; }

struct Block {
  Type type = Type::body;
  std::vector<std::string_view> lines;
  bool broken_word = false;
};

// Where a line that is full ends: before a word, else right after an '@', else wherever it is full.
const char* line_end(const ImFont& font, const char* begin, const char* end, float width, bool& broken_word) {
  const char* stop = font.CalcWordWrapPositionA(1.0F, begin, end, width);
  if (stop == begin) stop = std::min(begin + 1, end);  // not even one glyph: go on anyway
  if (stop == end || *stop == ' ' || *stop == '\n') return stop;
  if (stop > begin && (stop[-1] == ' ' || stop[-1] == '-')) return stop;
  for (const char* c = stop; c > begin; --c) {
    if (c[-1] == '@') return c;
  }
  broken_word = true;
  while (stop < end && (static_cast<unsigned char>(*stop) & 0xC0u) == 0x80u) ++stop;
  return stop;
}

Block wrap(const ImFont& font, Type type, std::string_view text, float width) {
  Block block;
  block.type = type;
  const char* at = text.data();
  const char* end = text.data() + text.size();
  while (at < end) {
    const char* newline = std::find(at, end, '\n');
    if (newline == at) {
      block.lines.emplace_back(at, 0);
      ++at;
      continue;
    }
    const char* stop = line_end(font, at, newline, width, block.broken_word);
    block.lines.emplace_back(at, static_cast<std::size_t>(stop - at));
    at = stop;
    while (at < end && *at == ' ') ++at;
    if (at < end && at == newline) ++at;
  }
  return block;
}

// Where the characters that people see begin, and the end of the last.
std::vector<std::size_t> character_starts(std::string_view text) {
  std::vector<std::size_t> starts{0};
  while (starts.back() < text.size()) {
    starts.push_back(std::clamp(next_grapheme(text, starts.back()), starts.back() + 1, text.size()));
  }
  return starts;
}

// The text with an ellipsis for all but `kept` of its characters.
std::string with_ellipsis(std::string_view text, const std::vector<std::size_t>& starts, std::size_t kept, Cut cut) {
  const std::size_t count = starts.size() - 1;
  const std::size_t behind = cut == Cut::middle ? kept / 2 : 0;
  std::string_view head = text.substr(0, starts[kept - behind]);
  while (!head.empty() && head.back() == ' ') head.remove_suffix(1);
  std::string out(head);
  return out.append(kEllipsis).append(text.substr(starts[count - behind], starts[count] - starts[count - behind]));
}

// As much of the text as stands on `lines` lines.
std::string shortened(const ImFont& font, std::string_view text, float width, std::size_t lines, Cut cut) {
  if (text.size() > kShortenedMax) {
    text = text.substr(0, kShortenedMax);
    cut = Cut::end;
  }
  const std::vector<std::size_t> starts = character_starts(text);
  std::size_t fits = 0;
  for (std::size_t too_many = starts.size(); too_many - fits > 1;) {
    const std::size_t kept = fits + (too_many - fits) / 2;
    const std::string candidate = with_ellipsis(text, starts, kept, cut);
    (wrap(font, Type::body, candidate, width).lines.size() <= lines ? fits : too_many) = kept;
  }
  return with_ellipsis(text, starts, fits, cut);
}

}  // namespace

float Ui::text_width(std::string_view text, Type type) const {
  if (text.empty()) return 0;  // ImGui takes an end of null for a text that ends with a zero
  ImFont* face = font(type);
  return face->CalcTextSizeA(face->FontSize, 1e6F, 0, text.data(), text.data() + text.size()).x / frame_.scale;
}

float Ui::line_height(Type type) const { return std::round(font(type)->FontSize * kLinePitch) / frame_.scale; }

float Ui::text_height(float width, std::string_view text, const TextStyle& style) const {
  if (text.empty()) return 0;
  const Block block = wrap(*font(style.type), style.type, text, px(width));
  const auto lines = std::min(static_cast<int>(block.lines.size()), style.max_lines);
  return static_cast<float>(lines) * line_height(style.type);
}

float Ui::text(std::string_view id, const Rect& rect, std::string_view words, const TextStyle& style) {
  if (words.empty()) return 0;
  const PixelRect box = pixels(rect);
  const Colour colour = style.colour != 0 ? style.colour : theme().text;
  const auto lines_of = [&](Type type) {
    const int room = rect.h > 0 ? static_cast<int>((box.h + 1) / px(line_height(type))) : style.max_lines;
    return static_cast<std::size_t>(std::max(0, std::min(room, style.max_lines)));
  };
  const auto fits = [&](const Block& block) { return block.lines.size() <= lines_of(block.type); };
  const auto may_shorten = [&](Type type) {
    return style.cut != Cut::never && lines_of(type) > 0 && !is_readable(next_smaller(type).value_or(Type::smallest));
  };
  Block block = wrap(*font(style.type), style.type, words, box.w + 1);
  while ((!fits(block) || block.broken_word) && !may_shorten(block.type)) {
    const std::optional<Type> smaller = next_smaller(block.type);
    if (!smaller) break;
    block = wrap(*font(*smaller), *smaller, words, box.w + 1);
  }
  std::string part;
  const bool is_cut = !fits(block);
  if (is_cut) {
    if (style.cut == Cut::never) semantics().report_overflow(id, words);
    const std::size_t lines = std::max<std::size_t>(1, lines_of(block.type));
    part = shortened(*font(block.type), words, box.w + 1, lines, style.cut);
    block = wrap(*font(block.type), block.type, part, box.w + 1);
    block.lines.resize(std::min(block.lines.size(), lines));
  }

  ImFont* face = font(block.type);
  const float size = face->FontSize;
  const float pitch = std::round(size * kLinePitch);
  const float total = pitch * static_cast<float>(block.lines.size());
  // A line that is higher or a glyph that is wider than the whole place ends at its edge.
  const ImVec4 edge(box.x, box.y, box.x + box.w + 1, rect.h > 0 ? box.y + box.h : box.y + total);
  float y = style.middle ? std::round(box.y + (box.h - total) / 2) : box.y;
  for (const std::string_view line : block.lines) {
    const char* begin = line.data();
    const char* end = begin + line.size();
    while (end > begin && end[-1] == ' ') --end;
    float x = box.x;
    if (style.align != Align::left) {
      const float width = face->CalcTextSizeA(size, 1e6F, 0, begin, end).x;
      x = style.align == Align::centre ? box.x + std::round((box.w - width) / 2) : box.x + box.w - std::round(width);
    }
    const float top = std::round(y + pitch / 2 - face->Ascent + size * kCapHeight / 2);
    draw().AddText(face, size, {x, top}, colour, begin, end, 0.0F, is_cut ? &edge : nullptr);
    y += pitch;
  }
  return total / frame_.scale;
}

}  // namespace foyer::widgets
