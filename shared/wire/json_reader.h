// JSON text as a small tree, for the parsers of this folder: bounded in bytes and depth, no member twice, valid UTF-8,
// numbers that do not fit 64 bits are `real`. Each value knows its own text (`raw`), so what is not understood can be
// kept byte for byte. Pure; any thread; no input makes it throw. The text has to outlive the tree.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/op.h"
#include "shared/wire/push.h"

namespace foyer::wire {

struct Json {
  enum class Kind { null, boolean, integer, real, text, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;
  std::vector<std::pair<std::string, Json>> members;
  std::vector<Json> items;
  std::string_view raw;

  bool is(Kind wanted) const { return kind == wanted; }
  const Json* find_any(std::string_view name) const;
  // A member that is there and not null.
  const Json* find(std::string_view name) const;
};

// Fault::invalid when it is not one JSON value within the limits; `detail` names the member and the rule.
Result<Json> read_json(std::string_view text, std::size_t bytes_max, int depth_max);
// The same for files that people write; after a failure `stopped_at` is the offset at which reading stopped.
Result<Json> read_json(std::string_view text, std::size_t bytes_max, int depth_max, std::size_t& stopped_at);

// Reads typed members of one object. The first problem sticks and names the member; values after it are empty.
class Members {
 public:
  explicit Members(const Json& object);

  std::string text(std::string_view name);
  std::optional<std::string> maybe_text(std::string_view name);
  std::int64_t number(std::string_view name);
  std::optional<std::int64_t> maybe_number(std::string_view name);
  std::int64_t number_or(std::string_view name, std::int64_t otherwise);
  bool boolean(std::string_view name);
  bool boolean_or(std::string_view name, bool otherwise);
  Uuid id(std::string_view name);
  std::optional<Uuid> maybe_id(std::string_view name);
  // {"boot":UUID,"mono":MS,"wall":MS}
  Instant instant(std::string_view name);
  // The members "set" {NAME:TEXT,…} and "clear" [NAME,…], either of which may be missing. A name register may stand as
  // {"full":TEXT}.
  domain::FieldWrites writes();
  // Null when missing: for the lists and objects, missing is a problem too.
  const Json* object(std::string_view name);
  const Json* array(std::string_view name);

  void fail(std::string_view name, std::string_view problem);
  bool ok() const { return problem_.empty(); }
  Error error() const { return Error{Fault::invalid, problem_}; }

 private:
  const Json* find(std::string_view name, Json::Kind kind, bool required);

  const Json& object_;
  std::string problem_;
};

// The op of op_json.h out of a tree.
Result<domain::Op> op_from(const Json& json);

// {"max_ops":N,"max_bytes":N}; read from the member "limits", the usual ones where it is missing.
std::string limits_to_json(const PushLimits& limits);
PushLimits read_limits(const Json& reply);

// {"boot":…,"mono":…,"wall":…}
std::string instant_to_json(const Instant& at);

}  // namespace foyer::wire
