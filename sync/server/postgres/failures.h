// From PostgreSQL's five-letter states (SQLSTATE) to faults, by what the caller does next. Details are our own words:
// the server's may hold data. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "sync/server/postgres/address.h"

namespace foyer::server::postgres {

// Whether a connection is of no more use after this failure.
bool ends_connection(std::string_view state);

// Of a statement. `about`: the name of the constraint or what the server says about the text of the statement.
Error statement_error(std::string_view state, std::string_view about);

// Of an attempt to connect: `message` is what libpq says, cleaned here of the password.
Error connect_error(const Address& address, const std::string& message);

}  // namespace foyer::server::postgres
