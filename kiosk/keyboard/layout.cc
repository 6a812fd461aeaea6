#include "kiosk/keyboard/layout.h"

#include "shared/base/text.h"

namespace foyer::keyboard {
namespace {

using enum KeyKind;

constexpr Key c(std::string_view text) { return {character, text, 1.0F, {}}; }
constexpr Key wide(KeyKind kind, float width) { return {kind, {}, width, {}}; }

// English letters.
constexpr Key kEn1[] = {c("q"), c("w"), c("e"), c("r"), c("t"), c("y"), c("u"), c("i"), c("o"), c("p")};
constexpr Key kEn2[] = {c("a"), c("s"), c("d"), c("f"), c("g"), c("h"), c("j"), c("k"), c("l")};
constexpr Key kEn3[] = {wide(shift, 1.5F),    c("z"), c("x"), c("c"), c("v"), c("b"), c("n"), c("m"),
                        wide(backspace, 1.5F)};
constexpr Key kText4[] = {wide(symbols, 1.5F), c("-"), c("'"), wide(space, 4.5F), wide(next, 2.0F)};
constexpr Key kEmail4[] = {wide(symbols, 1.5F), c("@"), c("-"), c("_"), wide(space, 2.5F), c("."), wide(next, 2.0F)};

// German letters: z and y change places, ü ö ä ß have keys of their own, eleven columns.
constexpr Key kDe1[] = {c("q"), c("w"), c("e"), c("r"), c("t"), c("z"), c("u"), c("i"), c("o"), c("p"), c("ü")};
constexpr Key kDe2[] = {c("a"), c("s"), c("d"), c("f"), c("g"), c("h"), c("j"), c("k"), c("l"), c("ö"), c("ä")};
constexpr Key kDe3[] = {wide(shift, 1.5F),    c("y"), c("x"), c("c"), c("v"), c("b"), c("n"), c("m"), c("ß"),
                        wide(backspace, 1.5F)};
constexpr Key kDeText4[] = {wide(symbols, 1.5F), c("-"), c("'"), wide(space, 5.5F), wide(next, 2.0F)};
// An address rarely has umlauts: ten columns, with z and y as the visitor knows them.
constexpr Key kDeEmail1[] = {c("q"), c("w"), c("e"), c("r"), c("t"), c("z"), c("u"), c("i"), c("o"), c("p")};
constexpr Key kDeEmail3[] = {wide(shift, 1.5F),    c("y"), c("x"), c("c"), c("v"), c("b"), c("n"), c("m"),
                             wide(backspace, 1.5F)};

constexpr Key kPhone1[] = {c("1"), c("2"), c("3"), wide(backspace, 1.0F)};
constexpr Key kPhone2[] = {c("4"), c("5"), c("6"), c("-")};
constexpr Key kPhone3[] = {c("7"), c("8"), c("9"), wide(space, 1.0F)};
constexpr Key kPhone4[] = {c("+"), {character, "0", 1.0F, "+"}, c("/"), wide(next, 1.0F)};

constexpr Key kSym1[] = {c("1"), c("2"), c("3"), c("4"), c("5"), c("6"), c("7"), c("8"), c("9"), c("0")};
constexpr Key kSym2[] = {c("@"), c("."), c("-"), c("_"), c("'"), c("&"), c("("), c(")"), c("/"), c(":")};
constexpr Key kSym3[] = {wide(accents, 1.5F),  c(","), c("+"), c("#"), c("!"), c("?"), c("="), c("%"),
                         wide(backspace, 1.5F)};
constexpr Key kSym4[] = {wide(letters, 1.5F), wide(caret_left, 1.25F), wide(caret_right, 1.25F), wide(space, 4.0F),
                         wide(next, 2.0F)};

constexpr Key kAcc1[] = {c("à"), c("á"), c("â"), c("ä"), c("ã"), c("å"), c("ą"), c("æ"), c("ç"), c("č"), c("ć")};
constexpr Key kAcc2[] = {c("è"), c("é"), c("ê"), c("ë"), c("ę"), c("ě"), c("ì"), c("í"), c("î"), c("ï"), c("ł")};
constexpr Key kAcc3[] = {c("ò"), c("ó"), c("ô"), c("ö"), c("õ"), c("ø"), c("œ"), c("ő"), c("ñ"), c("ń"), c("ś")};
constexpr Key kAcc4[] = {c("ù"), c("ú"), c("û"), c("ü"), c("ý"), c("ß"), c("š"), c("ş"), c("ź"), c("ż"), c("ž")};
constexpr Key kAccLast[] = {wide(letters, 1.5F), wide(shift, 1.5F),     wide(accents, 1.5F),
                            wide(space, 3.0F),   wide(backspace, 1.5F), wide(next, 2.0F)};
constexpr Key kRare1[] = {c("ā"), c("ð"), c("ď"), c("đ"), c("ė"), c("ē"), c("ğ")};
constexpr Key kRare2[] = {c("ī"), c("į"), c("ı"), c("ľ"), c("ň"), c("ō"), c("ř")};
constexpr Key kRare3[] = {c("ť"), c("þ"), c("ů"), c("ū"), c("ű"), c("ÿ")};

constexpr Row kTextEnRows[] = {{kEn1}, {kEn2, 0.5F}, {kEn3}, {kText4}};
constexpr Row kTextDeRows[] = {{kDe1}, {kDe2}, {kDe3}, {kDeText4}};
constexpr Row kEmailEnRows[] = {{kEn1}, {kEn2, 0.5F}, {kEn3}, {kEmail4}};
constexpr Row kEmailDeRows[] = {{kDeEmail1}, {kEn2, 0.5F}, {kDeEmail3}, {kEmail4}};
constexpr Row kPhoneRows[] = {{kPhone1}, {kPhone2}, {kPhone3}, {kPhone4}};
constexpr Row kSymbolRows[] = {{kSym1}, {kSym2}, {kSym3}, {kSym4}};
constexpr Row kAccentRows[] = {{kAcc1}, {kAcc2}, {kAcc3}, {kAcc4}, {kAccLast}};
constexpr Row kRareAccentRows[] = {{kRare1, 2.0F}, {kRare2, 2.0F}, {kRare3, 2.5F}, {kAccLast}};

constexpr Layout kTextEn{"text.en", kTextEnRows, 10.0F};
constexpr Layout kTextDe{"text.de", kTextDeRows, 11.0F};
constexpr Layout kEmailEn{"email.en", kEmailEnRows, 10.0F};
constexpr Layout kEmailDe{"email.de", kEmailDeRows, 10.0F};
constexpr Layout kPhone{"phone", kPhoneRows, 4.0F};
constexpr Layout kSymbols{"symbols", kSymbolRows, 10.0F};
constexpr Layout kAccents{"accents", kAccentRows, 11.0F};
constexpr Layout kRareAccents{"rare_accents", kRareAccentRows, 11.0F};

// Accents by letter, most used first. German comes before the rest of the world on German keyboards.
struct AccentSet {
  std::string_view letter;
  std::span<const std::string_view> accents;
};
constexpr std::string_view kA[] = {"à", "á", "â", "ä", "æ", "ã", "å", "ā", "ą"};
constexpr std::string_view kADe[] = {"ä", "à", "á", "â", "å", "ã", "æ", "ā", "ą"};
constexpr std::string_view kC[] = {"ç", "ć", "č"};
constexpr std::string_view kD[] = {"ð", "ď", "đ"};
constexpr std::string_view kE[] = {"è", "é", "ê", "ë", "ę", "ė", "ē", "ě"};
constexpr std::string_view kEDe[] = {"é", "è", "ê", "ë", "ę", "ė", "ē", "ě"};
constexpr std::string_view kG[] = {"ğ"};
constexpr std::string_view kI[] = {"î", "ï", "í", "ī", "į", "ì", "ı"};
constexpr std::string_view kL[] = {"ł", "ľ"};
constexpr std::string_view kN[] = {"ñ", "ń", "ň"};
constexpr std::string_view kO[] = {"ô", "ö", "ò", "ó", "œ", "ø", "ō", "õ", "ő"};
constexpr std::string_view kODe[] = {"ö", "ô", "ò", "ó", "õ", "œ", "ø", "ō", "ő"};
constexpr std::string_view kR[] = {"ř"};
constexpr std::string_view kS[] = {"ß", "ś", "š", "ş"};
constexpr std::string_view kT[] = {"þ", "ť"};
constexpr std::string_view kU[] = {"û", "ü", "ù", "ú", "ū", "ů", "ű"};
constexpr std::string_view kUDe[] = {"ü", "û", "ù", "ú", "ū", "ů", "ű"};
constexpr std::string_view kY[] = {"ÿ", "ý"};
constexpr std::string_view kZ[] = {"ž", "ź", "ż"};

constexpr AccentSet kAccentSets[] = {{"a", kA}, {"c", kC}, {"d", kD}, {"e", kE}, {"g", kG},
                                     {"i", kI}, {"l", kL}, {"n", kN}, {"o", kO}, {"r", kR},
                                     {"s", kS}, {"t", kT}, {"u", kU}, {"y", kY}, {"z", kZ}};
constexpr AccentSet kGermanSets[] = {{"a", kADe}, {"e", kEDe}, {"o", kODe}, {"u", kUDe}};

struct KindName {
  KeyKind kind;
  std::string_view id;
};
constexpr KindName kKindNames[] = {
    {shift, "key.shift"},     {backspace, "key.backspace"}, {symbols, "key.symbols"},
    {letters, "key.symbols"}, {accents, "key.accents"},     {space, "key.space"},
    {next, "key.next"},       {caret_left, "key.left"},     {caret_right, "key.right"},
};

// Latin lower-case letters whose capital is not found by the rules of upper().
struct Capital {
  char32_t small, large;
};
constexpr Capital kCapitals[] = {{U'ÿ', U'Ÿ'}, {U'ı', U'I'}};

}  // namespace

const Layout& text_layout(std::string_view language) { return language == "de" ? kTextDe : kTextEn; }
const Layout& email_layout(std::string_view language) { return language == "de" ? kEmailDe : kEmailEn; }
const Layout& phone_layout() { return kPhone; }
const Layout& symbols_layout() { return kSymbols; }
const Layout& accents_layout() { return kAccents; }
const Layout& rare_accents_layout() { return kRareAccents; }

std::span<const std::string_view> accents_of(std::string_view letter, std::string_view language) {
  if (language == "de") {
    for (const AccentSet& set : kGermanSets) {
      if (set.letter == letter) return set.accents;
    }
  }
  for (const AccentSet& set : kAccentSets) {
    if (set.letter == letter) return set.accents;
  }
  return {};
}

std::string key_id(const Key& key) {
  for (const KindName& name : kKindNames) {
    if (name.kind == key.kind) return std::string(name.id);
  }
  return "key." + std::string(key.text);
}

std::string upper(std::string_view character) {
  const auto points = decode_utf8(character);
  if (!points || points->size() != 1) return std::string(character);
  const char32_t point = points->front();
  for (const Capital& capital : kCapitals) {
    if (capital.small == point) return encode_utf8(capital.large);
  }
  if (point >= U'a' && point <= U'z') return encode_utf8(point - 32);
  if (point >= 0xE0 && point <= 0xFE && point != 0xF7) return encode_utf8(point - 32);  // Latin-1
  // Latin Extended-A: pairs of capital and small, even-odd up to U+0137 and from U+014A to U+0177, odd-even between
  // them and at its end.
  const bool is_even_odd = (point >= 0x100 && point <= 0x137) || (point >= 0x14A && point <= 0x177);
  const bool is_odd_even = (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E);
  if ((is_even_odd && point % 2 == 1) || (is_odd_even && point % 2 == 0)) return encode_utf8(point - 1);
  return std::string(character);
}

}  // namespace foyer::keyboard
