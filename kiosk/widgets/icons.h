// The glyphs of Material Icons that Foyer uses, as UTF-8, and their code points for the font builder. Values.
#pragma once

#include <array>

namespace foyer::widgets::icons {

inline constexpr char kWalk[] = "\xEE\x94\xB6";           // E536
inline constexpr char kPerson[] = "\xEE\x9F\xBD";         // E7FD
inline constexpr char kTour[] = "\xEE\x95\x9F";           // E55F
inline constexpr char kContacts[] = "\xEE\x83\x90";       // E0D0
inline constexpr char kLeave[] = "\xEE\xA6\xBA";          // E9BA
inline constexpr char kLanguage[] = "\xEE\xA2\x94";       // E894
inline constexpr char kAccessibility[] = "\xEE\xA4\xAC";  // E92C
inline constexpr char kBack[] = "\xEE\x97\x84";           // E5C4
inline constexpr char kForward[] = "\xEE\x97\x8C";        // E5CC
inline constexpr char kBackspace[] = "\xEE\x85\x8A";      // E14A
inline constexpr char kShift[] = "\xEE\x97\x98";          // E5D8
inline constexpr char kShiftLock[] = "\xEE\x8C\x98";      // E318
inline constexpr char kError[] = "\xEE\x80\x80";          // E000
inline constexpr char kWarning[] = "\xEE\x80\x82";        // E002
inline constexpr char kHelp[] = "\xEE\xA2\x87";           // E887
inline constexpr char kInfo[] = "\xEE\xA2\x8E";           // E88E
inline constexpr char kPhone[] = "\xEE\x83\x8D";          // E0CD
inline constexpr char kMail[] = "\xEE\x85\x98";           // E158
inline constexpr char kCheck[] = "\xEE\x97\x8A";          // E5CA
inline constexpr char kClose[] = "\xEE\x97\x8D";          // E5CD
inline constexpr char kTouch[] = "\xEE\xA4\x93";          // E913
inline constexpr char kClock[] = "\xEE\xA2\xB5";          // E8B5
inline constexpr char kShield[] = "\xEE\xA8\x97";         // EA17
inline constexpr char kLeft[] = "\xEE\x97\x8B";           // E5CB
inline constexpr char kSpace[] = "\xEE\x89\x96";          // E256
inline constexpr char kNext[] = "\xEE\x97\x88";           // E5C8
inline constexpr char kText[] = "\xEE\x89\x8A";           // E24A
inline constexpr char kCompany[] = "\xEE\x82\xAF";        // E0AF

// Pairs first, last; ends with 0: the form ImGui takes glyph ranges in.
inline constexpr std::array<unsigned short, 57> kRanges = {
    0xE000, 0xE000, 0xE002, 0xE002, 0xE0AF, 0xE0AF, 0xE0CD, 0xE0CD, 0xE0D0, 0xE0D0, 0xE14A, 0xE14A,
    0xE158, 0xE158, 0xE24A, 0xE24A, 0xE256, 0xE256, 0xE318, 0xE318, 0xE536, 0xE536, 0xE55F, 0xE55F,
    0xE5C4, 0xE5C4, 0xE5C8, 0xE5C8, 0xE5CA, 0xE5CA, 0xE5CB, 0xE5CB, 0xE5CC, 0xE5CC, 0xE5CD, 0xE5CD,
    0xE5D8, 0xE5D8, 0xE7FD, 0xE7FD, 0xE887, 0xE887, 0xE88E, 0xE88E, 0xE894, 0xE894, 0xE8B5, 0xE8B5,
    0xE913, 0xE913, 0xE92C, 0xE92C, 0xE9BA, 0xE9BA, 0xEA17, 0xEA17, 0};

}  // namespace foyer::widgets::icons
