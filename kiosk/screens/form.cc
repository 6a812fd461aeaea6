#include "kiosk/screens/form.h"

#include <algorithm>
#include <utility>

#include "kiosk/screens/suggestion.h"
#include "kiosk/screens/texts.h"
#include "shared/base/text.h"
#include "shared/domain/email.h"

namespace foyer::screens {
namespace {

// E.164 has at most fifteen digits; shorter than seven is no number one can call from elsewhere.
constexpr std::ptrdiff_t kPhoneDigitsMin = 7;
constexpr std::ptrdiff_t kPhoneDigitsMax = 15;

keyboard::Purpose purpose_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::name:
    case FieldKind::host: return keyboard::Purpose::name;
    case FieldKind::email: return keyboard::Purpose::email;
    case FieldKind::phone: return keyboard::Purpose::phone;
    case FieldKind::company: return keyboard::Purpose::text;
  }
  return keyboard::Purpose::text;
}

bool is_phone(std::string_view text) {
  const std::string typed = trimmed(text);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_allowed = [&](char c) {
    return is_digit(c) || std::string_view(" -./()").find(c) != std::string::npos;
  };
  const std::string_view digits = std::string_view(typed).substr(!typed.empty() && typed.front() == '+' ? 1 : 0);
  const std::ptrdiff_t count = std::count_if(digits.begin(), digits.end(), is_digit);
  return std::all_of(digits.begin(), digits.end(), is_allowed) && count >= kPhoneDigitsMin && count <= kPhoneDigitsMax;
}

// A name of nothing but blanks and marks is not a name.
bool has_text(std::string_view text) { return !trimmed(text).empty(); }

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// "Next" goes through what must be filled in; from an optional field on to the next optional one.
std::optional<std::size_t> next_field(const Form& form) {
  const bool is_required = form.fields[form.focus].is_required;
  for (std::size_t i = form.focus + 1; i < form.fields.size(); ++i) {
    if (form.fields[i].is_required || !is_required) return i;
  }
  return std::nullopt;
}

FormResult go_next(Form& form) {
  if (ask_first(form)) return FormResult::stay;
  if (const auto next = next_field(form)) {
    focus_field(form, *next);
    return FormResult::stay;
  }
  return validate(form) ? FormResult::complete : FormResult::stay;
}

FormResult key_result(Form& form, keyboard::KeyResult result) {
  Field& field = form.fields[form.focus];
  switch (result) {
    case keyboard::KeyResult::ignored: return FormResult::ignored;
    case keyboard::KeyResult::changed:
    case keyboard::KeyResult::moved: field.hint.reset(); return FormResult::stay;
    case keyboard::KeyResult::edited:
      field.hint.reset();
      field.error.reset();
      return FormResult::stay;
    case keyboard::KeyResult::full: field.hint = texts::kFieldFull; return FormResult::stay;
    case keyboard::KeyResult::refused: field.hint = texts::kCharacterRefused; return FormResult::stay;
    case keyboard::KeyResult::no_space: field.hint = texts::kNoSpaceInEmail; return FormResult::stay;
    case keyboard::KeyResult::next: field.hint.reset(); return go_next(form);
  }
  return FormResult::ignored;
}

void choose_domain(Form& form, std::string_view domain) {
  Field& field = form.fields[form.focus];
  const std::string& typed = field.text.text();
  std::string address;
  address.reserve(typed.size() + domain.size() + 1);
  address.append(typed, 0, typed.rfind('@'));
  address.append("@").append(domain);
  const auto result = field.text.replace(address);
  wipe(address);
  form.keyboard.field_changed(field.text);
  key_result(form, result == keyboard::EditResult::done ? keyboard::KeyResult::edited : keyboard::KeyResult::full);
}

// The answer to "Did you mean ...?".
bool touch_suggestion(Form& form, const Action& action) {
  const auto meant = meant_domain(form);
  if (!form.suggestion.is_asked || !meant) return false;
  const std::string_view part = own_part(form.screen, action.target);
  if (part == "suggestion_yes") choose_domain(form, *meant);
  if (part == "suggestion_no") keep_as_typed(form);
  return part == "suggestion_yes" || part == "suggestion_no";
}

// A touch on a field, its clear mark, a suggestion or a chip.
FormResult touch(Form& form, const Action& action) {
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    Field& field = form.fields[i];
    if (action.target == field.id) {
      if (i != form.focus || !form.is_keyboard_shown) focus_field(form, i);
      if (action.caret) field.text.place_caret(*action.caret);
      form.keyboard.field_changed(field.text);
      return FormResult::stay;
    }
    if (action.target == field.id + ".clear") {
      field.text.wipe();
      field.error.reset();
      focus_field(form, i);
      return FormResult::stay;
    }
  }
  if (touch_suggestion(form, action)) return FormResult::stay;
  for (const Chip& chip : chips(form)) {
    if (action.target != chip.id) continue;
    choose_domain(form, chip.domain);
    return FormResult::stay;
  }
  return FormResult::ignored;
}

FormResult handle(Form& form, const Action& action, std::int64_t now_ms) {
  const auto result = form.keyboard.handle(action, form.fields[form.focus].text, now_ms);
  if (result != keyboard::KeyResult::ignored && action.target.rfind("key.", 0) == 0) return key_result(form, result);
  if (action.gesture != Gesture::commit) return FormResult::ignored;
  const FormResult touched = touch(form, action);
  return touched == FormResult::ignored && result == keyboard::KeyResult::changed ? FormResult::stay : touched;
}

}  // namespace

Field* Form::find(FieldKind kind) {
  return const_cast<Field*>(std::as_const(*this).find(kind));  // NOLINT: one search for both
}

const Field* Form::find(FieldKind kind) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [kind](const Field& f) { return f.kind == kind; });
  return found == fields.end() ? nullptr : &*found;
}

void open_form(Form& form) { focus_field(form, 0); }

void focus_field(Form& form, std::size_t index) {
  for (Field& field : form.fields) field.hint.reset();
  form.focus = index;
  form.is_keyboard_shown = true;
  form.keyboard.open(purpose_of(form.fields[index].kind), form.language, form.fields[index].text);
}

FormResult update_form(Form& form, const Action& action, std::int64_t now_ms) {
  if (form.fields.empty()) return FormResult::ignored;
  const std::uint64_t before = edits(form);
  const FormResult result = handle(form, action, now_ms);
  if (edits(form) != before) typed(form, now_ms);
  return result;
}

FormResult type_text(Form& form, std::string_view text, std::int64_t now_ms) {
  if (form.fields.empty() || !form.is_keyboard_shown) return FormResult::ignored;
  Field& field = form.fields[form.focus];
  const auto result = field.text.insert(text);
  form.keyboard.field_changed(field.text);
  switch (result) {
    case keyboard::EditResult::done: typed(form, now_ms); return key_result(form, keyboard::KeyResult::edited);
    case keyboard::EditResult::unchanged: return FormResult::ignored;
    case keyboard::EditResult::full: return key_result(form, keyboard::KeyResult::full);
    case keyboard::EditResult::refused: return key_result(form, keyboard::KeyResult::refused);
  }
  return FormResult::ignored;
}

void tick(Form& form, std::int64_t now_ms) {
  form.keyboard.tick(now_ms);
  tick_suggestion(form, now_ms);
}

std::optional<std::int64_t> next_tick(const Form& form) {
  const auto& popup = form.keyboard.popup();
  const auto closes = popup ? popup->closes_at_ms : std::nullopt;
  const auto asks = form.suggestion.asks_at_ms;
  return closes && asks ? std::min(closes, asks) : closes ? closes : asks;
}

std::optional<Text> problem_of(const Field& field) {
  const std::string& text = field.text.text();
  if (!has_text(text) && !field.is_required) return std::nullopt;
  switch (field.kind) {
    case FieldKind::name:
      if (!has_text(text)) return texts::kEnterName;
      return std::nullopt;
    case FieldKind::email:
      if (!domain::parse_email(text)) return texts::kEnterEmail;
      return std::nullopt;
    case FieldKind::phone:
      if (!is_phone(text)) return texts::kEnterPhone;
      return std::nullopt;
    case FieldKind::company:
    case FieldKind::host: return std::nullopt;
  }
  return std::nullopt;
}

bool validate(Form& form) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    form.fields[i].error = problem_of(form.fields[i]);
    if (form.fields[i].error && !first) first = i;
  }
  if (!first) return true;
  focus_field(form, *first);
  return false;
}

std::string typed_domain(const Form& form) {
  const Field* field = form.focused();
  if (field == nullptr || field->kind != FieldKind::email) return {};
  const std::string& typed = field->text.text();
  const std::size_t at = typed.rfind('@');
  return at == std::string::npos ? std::string() : lower_ascii(typed.substr(at + 1));
}

std::vector<Chip> chips(const Form& form) {
  std::vector<Chip> out;
  const Field* field = form.focused();
  if (field == nullptr || field->kind != FieldKind::email || !form.is_keyboard_shown) return out;
  const bool is_asked = form.suggestion.is_asked && meant_domain(form);
  const std::string begun = is_asked ? std::string() : typed_domain(form);
  for (const std::string& domain : form.domains) {
    if (domain.compare(0, begun.size(), begun) != 0 || domain == begun) continue;
    out.push_back({std::string(screen_name(form.screen)) + ".chip." + domain, domain});
  }
  return out;
}

std::uint64_t edits(const Form& form) {
  std::uint64_t sum = 0;
  for (const Field& field : form.fields) sum += field.text.edits();
  return sum;
}

void wipe_form(Form& form) {
  for (Field& field : form.fields) {
    field.text.wipe();
    field.error.reset();
    field.hint.reset();
  }
  wipe(form.suggestion.kept_domain);
  form.suggestion = Suggestion();
  form.focus = 0;
  form.is_keyboard_shown = true;
  form.keyboard.reset();
}

}  // namespace foyer::screens
