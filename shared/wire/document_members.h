// The members of every kind of document, once: what they are called in JSON, of what type they are and how long they
// may be. Three visitors walk these lists: the writer and the reader of document.cc, and the reader of the operator's
// file (organisation_file.cc), which also checks the limits. A visitor has
//   text, maybe_text (with a TextRule)   choice (with its words)   flag (missing: true)   number, maybe_number (limits)
//   instant   ref, maybe_ref (the kind it names)   by_language   languages   list (of structs with members)
// Pure; any thread.
#pragma once

#include <array>
#include <concepts>
#include <type_traits>

#include "shared/domain/field_rules.h"
#include "shared/domain/organisation.h"

namespace foyer::wire {

enum class TextShape { line, lines, language, field, zone, day, time_of_day, email, code, pin_hash };

struct TextRule {
  TextShape shape = TextShape::line;
  std::size_t characters_max = 200;  // as a name of domain::kFieldRules
  std::size_t bytes_max = 1024;
  bool stays_at_centre = false;  // no tablet hears it
};

inline constexpr TextRule kNameRule{};
inline constexpr TextRule kLabelRule{TextShape::line, 60, 240};  // one button
// Ten printed pages; with JSON's escapes still far below wire::kRowBytesMax.
inline constexpr TextRule kWordsRule{TextShape::lines, 20'000, 40'000};
inline constexpr TextRule kLanguageRule{TextShape::language, 8, 8};
inline constexpr TextRule kFieldRule{TextShape::field, 64, 64};
inline constexpr TextRule kZoneRule{TextShape::zone, 64, 64};
inline constexpr TextRule kDayRule{TextShape::day, 10, 10};
inline constexpr TextRule kTimeOfDayRule{TextShape::time_of_day, 5, 5};
inline constexpr TextRule kEmailRule{TextShape::email, 254, 254};
inline constexpr TextRule kHostEmailRule{TextShape::email, 254, 254, true};
inline constexpr TextRule kCodeRule{TextShape::code, 6, 6};
inline constexpr TextRule kPinHashRule{TextShape::pin_hash, 128, 128};  // crypto_pwhash_STRBYTES

inline constexpr std::int64_t kCapacityMax = 100'000;
inline constexpr std::int64_t kCreditsMax = 10'000;
inline constexpr std::int64_t kVersionMax = 1'000'000;
inline constexpr std::size_t kListMax = 1'000;  // items of one list inside a document; a document has 128 KiB anyway

template <typename E>
struct Choice {
  const char* word;
  E value;
};
inline constexpr std::array<Choice<domain::Reason>, 3> kReasonWords = {
    {{"drop_in", domain::Reason::drop_in}, {"meeting", domain::Reason::meeting}, {"tour", domain::Reason::tour}}};
inline constexpr std::array<Choice<domain::StaffDuty>, 2> kDutyWords = {
    {{"reception", domain::StaffDuty::reception}, {"manager", domain::StaffDuty::manager}}};
inline constexpr std::array<Choice<domain::TextUse>, 2> kUseWords = {
    {{"house_rules", domain::TextUse::house_rules}, {"privacy_notice", domain::TextUse::privacy_notice}}};

template <typename T, typename Body>
concept Maybe = std::same_as<std::remove_const_t<T>, Body>;  // const for the writer

template <typename V>
void members(V& v, Maybe<domain::OrganisationSettings> auto& settings) {
  v.text("name", settings.name, kNameRule);
  v.text("language", settings.language, kLanguageRule);
  v.languages("languages", settings.languages);
}

template <typename V>
void members(V& v, Maybe<domain::Site> auto& site) {
  v.text("name", site.name, kNameRule);
  v.text("time_zone", site.time_zone, kZoneRule);
  v.maybe_text("closes_at", site.closes_at, kTimeOfDayRule);
}

template <typename V>
void members(V& v, Maybe<domain::ReasonField> auto& field) {
  v.text("field", field.field, kFieldRule);
  v.flag("required", field.is_required);
}

template <typename V>
void members(V& v, Maybe<domain::VisitReason> auto& reason) {
  v.choice("reason", reason.reason, kReasonWords);
  v.by_language("label", reason.label, kLabelRule);
  v.list("fields", reason.fields);
  v.flag("active", reason.is_active);
}

template <typename V>
void members(V& v, Maybe<domain::Host> auto& host) {
  v.text("name", host.name, kNameRule);
  v.maybe_text("email", host.email, kHostEmailRule);
  v.maybe_ref("site", host.site, domain::DocumentKind::site);
  v.flag("active", host.is_active);
}

template <typename V>
void members(V& v, Maybe<domain::StaffMember> auto& staff) {
  v.text("name", staff.name, kNameRule);
  v.choice("role", staff.role, kDutyWords);
  v.text("pin_hash", staff.pin_hash, kPinHashRule);
  v.flag("active", staff.is_active);
}

template <typename V>
void members(V& v, Maybe<domain::Resource> auto& resource) {
  v.text("name", resource.name, kNameRule);
  v.ref("site", resource.site, domain::DocumentKind::site);
  v.maybe_number("capacity", resource.capacity, 1, kCapacityMax);
}

template <typename V>
void members(V& v, Maybe<domain::Booking> auto& booking) {
  v.ref("resource", booking.resource, domain::DocumentKind::resource);
  v.text("name", booking.name, kNameRule);
  v.maybe_text("email", booking.email, kEmailRule);
  v.instant("starts", booking.starts_ms);
  v.instant("ends", booking.ends_ms);
  v.maybe_text("code", booking.code, kCodeRule);
}

template <typename V>
void members(V& v, Maybe<domain::DropInPass> auto& pass) {
  v.maybe_text("name", pass.name, kNameRule);
  v.text("email", pass.email, kEmailRule);
  v.number("credits", pass.credits, 1, kCreditsMax);
  v.maybe_text("valid_from", pass.valid_from, kDayRule);
  v.maybe_text("valid_until", pass.valid_until, kDayRule);
  v.maybe_text("code", pass.code, kCodeRule);
}

template <typename V>
void members(V& v, Maybe<domain::Guest> auto& guest) {
  v.text("name", guest.name, kNameRule);
  v.maybe_text("email", guest.email, kEmailRule);
  v.maybe_text("code", guest.code, kCodeRule);
}

template <typename V>
void members(V& v, Maybe<domain::Event> auto& event) {
  v.text("name", event.name, kNameRule);
  v.maybe_ref("site", event.site, domain::DocumentKind::site);
  v.instant("starts", event.starts_ms);
  v.instant("ends", event.ends_ms);
  v.list("guests", event.guests);
}

template <typename V>
void members(V& v, Maybe<domain::TextVersion> auto& text) {
  v.choice("use", text.use, kUseWords);
  v.text("language", text.language, kLanguageRule);
  v.number("version", text.version, 1, kVersionMax);
  v.text("words", text.words, kWordsRule);
}

}  // namespace foyer::wire
