// How stored rows stand in the feed. Pure; any thread.
#pragma once

#include <string>

#include "shared/wire/rows.h"
#include "sync/server/core/records.h"

namespace foyer::server {

wire::ContactRow contact_row(const ContactView& view);
// `kiosk`: the name of the tablet it was made on.
wire::ReviewRow review_row(const Review& review);
wire::VisitRow visit_row(const Visit& visit, const std::string& kiosk);

}  // namespace foyer::server
