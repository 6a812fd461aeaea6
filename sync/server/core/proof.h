// A receipt's times, sealed by the centre and kept by the tablet with its op. When the centre was restored from before
// that receipt, the tablet pushes the op again with its proof and the op gets its old stamp and time back; what others
// wrote since keeps its place. The seal is keyed with the organisation's key, which is in every backup, so nobody else
// can choose a stamp. Text of 65 characters: stamp (16 hexadecimal digits), quality (one digit), time in ms (16), the
// first 16 bytes of the keyed hash over the op's id and what stands before (32). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/server/core/secrets.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {

struct Proven {
  Stamp stamp = 0;
  Timed time;

  bool operator==(const Proven&) const = default;
};

std::string seal(const MacKey& key, const Uuid& op_id, const Proven& proven);
// Nothing for any text that this centre did not make for this op.
std::optional<Proven> unseal(const MacKey& key, const Uuid& op_id, std::string_view proof);

}  // namespace foyer::server
