// Whether it is really the centre that tells a revoked tablet to forget everything (shared/wire/error_reply.h). Pure;
// any thread.
#pragma once

#include <string_view>

#include "shared/store/kiosk_store.h"

namespace foyer::agent {

bool is_wipe_proof(std::string_view proof, const store::Enrolment& enrolment);

}  // namespace foyer::agent
