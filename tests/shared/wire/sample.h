// Ids and ops for the tests of this folder.
#pragma once

#include <string>

#include "shared/domain/field_rules.h"

namespace foyer::wire::sample {

inline Uuid id(int number) {
  return *Uuid::parse("0190a1b2-c3d4-7e5f-8a9b-0000000000" + std::to_string(10 + number % 90));
}
inline Instant at() { return {id(1), 811000, 1781234566545}; }

inline domain::Op check_in() {
  domain::CheckIn body;
  body.cid = id(2);
  body.email = "Ann@X.com";
  body.fields = {{{"name", "Ann \"A\" Lee"}, {"company", "ACME\\"}, {"zz_later", "\u00F6"}}, {"phone"}};
  body.seen_seq = 4411;
  body.visit = {id(3), domain::Reason::meeting, "Jonas", id(5), id(4)};
  return domain::make_check_in(id(5), at(), body);
}
inline domain::Op edit() { return domain::make_contact_edit(id(6), at(), {id(2), std::nullopt, {}, std::nullopt}); }
inline domain::Op out() { return domain::make_check_out(id(7), at(), {std::nullopt, "ann@x.com"}); }
inline domain::Op undo() { return domain::make_void(id(8), id(2), at(), {id(3)}); }
inline domain::Op reopen() { return domain::make_reopen(id(9), id(2), at(), {id(3), id(7)}); }
inline domain::Op consent() {
  return domain::make_consent(id(9), at(), {id(2), "ann@x.com", "marketing", true, "v\"2"});
}
inline domain::Op agreement() {
  return domain::make_agreement(id(9), at(), {id(2), std::nullopt, "nda", "2026-03", std::string(64, 'a')});
}
inline domain::Op unknown() {
  return {id(9), id(2), "redeem", 7, at(), domain::UnknownBody{R"({ "z" : 1.50, "a":[1e3, "\u00f6"] , "b":{}})"}};
}

}  // namespace foyer::wire::sample
