#include "shared/domain/op.h"

#include <utility>

#include "shared/domain/field_rules.h"

namespace foyer::domain {

Op make_check_in(const Uuid& id, const Instant& at, CheckIn body) {
  const Uuid chain = body.cid;
  return Op{id, chain, std::string(kCheckIn), 1, at, std::move(body)};
}

Op make_contact_edit(const Uuid& id, const Instant& at, ContactEdit body) {
  const Uuid chain = body.cid;
  return Op{id, chain, std::string(kContactEdit), 1, at, std::move(body)};
}

Op make_check_out(const Uuid& id, const Instant& at, CheckOut body) {
  return Op{id, id, std::string(kCheckOut), 1, at, std::move(body)};
}

Op make_void(const Uuid& id, const Uuid& chain, const Instant& at, VoidVisit body) {
  return Op{id, chain, std::string(kVoid), 1, at, body};
}

}  // namespace foyer::domain
