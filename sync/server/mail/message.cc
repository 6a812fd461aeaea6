#include "sync/server/mail/message.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "shared/base/text.h"

namespace foyer::server {
namespace {

constexpr std::size_t kNameBytesMax = 120;    // a header line stays far below the 998 bytes of RFC 5322
constexpr std::size_t kEncodedBytesMax = 45;  // of text in one encoded word of at most 75 characters
constexpr std::int64_t kLateMs = 3 * 60'000;  // a host who is told by then was told "now"

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = (group << 8) | (j < count ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) out += j <= count ? kLetters[(group >> (18 - 6 * j)) & 63U] : '=';
  }
  return out;
}

// One line without control characters and marks that turn text around, cut at a character.
std::string one_line(std::string_view text, std::size_t bytes_max) {
  const auto points = decode_utf8(text);
  if (!points) return {};
  std::string line;
  for (const char32_t c : *points) {
    const std::string bytes = is_control(c) || is_white_space(c) ? " " : is_invisible(c) ? "" : encode_utf8(c);
    if (line.size() + bytes.size() > bytes_max) break;
    line += bytes;
  }
  return trimmed(line);
}

bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) return false;
  }
  return text.find("=?") == std::string_view::npos;
}

// Encoded words of whole characters, for any header.
std::string encoded_words(std::string_view text) {
  std::string out;
  std::string part;
  const auto flush = [&] {
    if (!part.empty()) out += (out.empty() ? "" : " ") + ("=?UTF-8?B?" + base64(part) + "?=");
    part.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<std::uint8_t>(text[at + size]) & 0xC0U) == 0x80U) ++size;
    if (part.size() + size > kEncodedBytesMax) flush();
    part += text.substr(at, size);
    at += size;
  }
  flush();
  return out;
}

std::string header_text(std::string_view text) {
  const std::string line = one_line(text, kNameBytesMax);
  return is_plain(line) ? line : encoded_words(line);
}

std::string format(const char* pattern, std::int64_t utc_ms, std::int64_t offset_s) {
  const auto seconds = static_cast<std::time_t>(utc_ms / 1000 + offset_s);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> out{};
  const std::size_t size = std::strftime(out.data(), out.size(), pattern, &parts);  // of the C locale
  return {out.data(), size};
}

// A moment as the host's wall clock shows it.
struct Clockwork {
  const TimeZone* zone;
  std::string name;  // of the zone

  std::int64_t offset(std::int64_t ms) const { return zone == nullptr ? 0 : zone->offset_s(ms / 1000); }
  std::string time(std::int64_t ms) const { return format("%H:%M", ms, offset(ms)); }
  std::string day(std::int64_t ms) const { return format("%Y-%m-%d", ms, offset(ms)); }
};

struct Words {
  std::string_view nobody, subject, arrived, about, told_offline, told_late, at_site, tablet;
};
// {who}, {time}, {day}, {now}, {zone}, {site} and {kiosk} stand for what they say.
constexpr Words kEnglish = {
    "A visitor",
    "{who} is here for you",
    "{who} arrived at {time} to see you.",
    "{who} arrived at about {time} to see you.",
    "You are told at {now} because the tablet was offline until then.",
    "You are told at {now} because the message could not be sent before.",
    "Place: {site}",
    "Tablet: {kiosk}",
};
constexpr Words kGerman = {
    "Ein Gast",
    "{who} ist für Sie da",
    "{who} ist um {time} für Sie angekommen.",
    "{who} ist gegen {time} für Sie angekommen.",
    "Sie erfahren es um {now}, weil das Tablet bis dahin offline war.",
    "Sie erfahren es um {now}, weil die Nachricht vorher nicht gesendet werden konnte.",
    "Ort: {site}",
    "Tablet: {kiosk}",
};

std::string filled(std::string_view text, const std::map<std::string_view, std::string>& values) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    out += values.at(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string words_of(const Notice& notice, const Words& words, const std::map<std::string_view, std::string>& values,
                     std::int64_t now_ms) {
  std::string text = filled(notice.is_exact ? words.arrived : words.about, values) + "\n";
  if (now_ms - notice.occurred_ms > kLateMs) {
    const bool was_offline = notice.mail.received_ms - notice.occurred_ms > kLateMs;
    text += filled(was_offline ? words.told_offline : words.told_late, values) + "\n";
  }
  text += "\n";
  if (!notice.site.empty()) text += filled(words.at_site, values) + "\n";
  if (!notice.kiosk.empty()) text += filled(words.tablet, values) + "\n";
  return text;
}

std::string domain_of(std::string_view address) { return std::string(address.substr(address.rfind('@') + 1)); }

}  // namespace

std::string encoded_name(std::string_view name) {
  const std::string line = one_line(name, kNameBytesMax);
  if (!is_plain(line)) return encoded_words(line);
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string to_text(const Message& message) {
  constexpr std::size_t kLineBytes = 76;  // RFC 2045
  std::string text;
  for (const std::string& line : message.headers) text += line + "\r\n";
  text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const std::string words = base64(message.words);
  for (std::size_t at = 0; at < words.size(); at += kLineBytes) text += words.substr(at, kLineBytes) + "\r\n";
  return text;
}

Message compose(const Notice& notice, const std::string& from, const TimeZone* zone, std::int64_t now_ms) {
  const Words& words = notice.language == "de" ? kGerman : kEnglish;
  const Clockwork clock{zone, zone == nullptr ? "UTC" : notice.time_zone};
  const bool is_same_day = clock.day(notice.occurred_ms) == clock.day(now_ms);
  const auto moment = [&](std::int64_t ms) {
    return clock.time(ms) + " (" + (is_same_day ? "" : clock.day(ms) + ", ") + clock.name + ")";
  };
  std::string who = one_line(notice.visitor, kNameBytesMax);
  if (who.empty()) who = words.nobody;
  const std::string company = one_line(notice.company, kNameBytesMax);
  const std::map<std::string_view, std::string> values = {{"who", company.empty() ? who : who + " (" + company + ")"},
                                                          {"time", moment(notice.occurred_ms)},
                                                          {"now", moment(now_ms)},
                                                          {"site", one_line(notice.site, kNameBytesMax)},
                                                          {"kiosk", one_line(notice.kiosk, kNameBytesMax)}};
  Message message;
  message.from = from;
  message.to = notice.address;
  message.headers = {
      "From: " + (notice.organisation.empty() ? "" : encoded_name(notice.organisation) + " ") + "<" + from + ">",
      "To: " + encoded_name(notice.host) + " <" + notice.address + ">",
      "Subject: " + header_text(filled(words.subject, {{"who", who}})),
      "Date: " + format("%a, %d %b %Y %H:%M:%S +0000", now_ms, 0),
      "Message-ID: <visit." + notice.mail.visit_id.text() + "@" + domain_of(from) + ">",
      "Auto-Submitted: auto-generated",
  };
  message.words = words_of(notice, words, values, now_ms);
  return message;
}

}  // namespace foyer::server
