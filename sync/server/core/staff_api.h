// What staff and other systems ask of the centre: routes under /v1/staff/, open only to a token made by
// `foyer-server api-token`. A tablet's token is refused (403), and so is one whose role is below the route's. One
// thread at a time; every failure is a status and a JSON body with the reason, and none of them holds personal data.
//
// A new route is one line in kRoutes (staff_api.cc) and one member function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/random.h"
#include "shared/wire/json_text.h"
#include "sync/server/core/erasure_keeper.h"
#include "sync/server/core/request.h"
#include "sync/server/core/server_store.h"
#include "sync/server/core/staff_acts.h"

namespace foyer::server {

class StaffApi {
 public:
  // All four outlive it.
  StaffApi(ServerStore& store, const Clock& clock, Random& random, ErasureKeeper& erasures)
      : store_(store), clock_(clock), random_(random), erasures_(erasures) {}

  static bool is_for(const Request& request);
  static std::vector<RouteName> routes();
  Response handle(const Request& request);

 private:
  struct Call {
    const Request& request;
    ApiToken who;
    Uuid id;  // what stood in place of {id} in the path
  };
  struct Route;
  static const Route kRoutes[];

  struct Caller {
    std::optional<ApiToken> token;  // one that holds
    bool is_tablet = false;
  };
  Result<Caller> find_caller(const Request& request);
  Response whoami(const Call& call);
  Response apply(const Call& call);  // staff_apply.cc
  Response correct_email(const Call& call);
  Response merge(const Call& call);
  Response unmerge(const Call& call);
  Response erase(const Call& call);
  Response edit(const Call& call);
  Response find_contacts(const Call& call);
  Response show_contact(const Call& call);
  Response show_history(const Call& call);
  Response list_reviews(const Call& call);  // staff_reviews.cc
  Response settle(const Call& call);

  Response confirm_removal(const Call& call);
  Response list_tablets(const Call& call);  // staff_tablets.cc
  Response list_dead_letters(const Call& call);
  Response settle_dead_letter(const Call& call);

  Response act(const Call& call, StaffAct act);
  Result<void> carry_out(const Call& call, const StaffAct& act, const Mac& body_mac, Response& response);
  Result<void> add_contact(const Uuid& root, wire::JsonArray& contacts);

  ServerStore& store_;
  const Clock& clock_;
  Random& random_;
  ErasureKeeper& erasures_;
};

}  // namespace foyer::server
