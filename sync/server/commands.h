// The commands of foyer-server, one function each. Each returns the exit code: 0 fine, 1 failed, 2 wrong use; what went
// wrong and what to do stands on stderr. Called once, from main().
#pragma once

#include <string>

namespace foyer::server {

// SIGTERM and SIGINT wait from hold_signals(), the first thing in main(), until somebody listens to them: serve() does
// when it can stop cleanly. Other commands release them at once.
void hold_signals();
void release_signals();

struct ServeOptions {
  std::string data;
  std::string listen = "127.0.0.1:8470";
  std::string tls_cert;
  std::string tls_key;
};
int serve(const ServeOptions& options);

struct EnrolCodeOptions {
  std::string data;
  std::string kiosk;
};
int enrol_code(const EnrolCodeOptions& options);

struct ApiTokenOptions {
  std::string data;
  std::string name;
  std::string role = "staff";
  bool revoke = false;
};
// Prints a new token, which is not stored and cannot be shown again; or ends every token of that name.
int api_token(const ApiTokenOptions& options);

struct RevokeOptions {
  std::string data;
  std::string kiosk;
};
int revoke(const RevokeOptions& options);

struct ExportOptions {
  std::string data;
  bool json = false;
  bool csv = false;
};
int print_contacts(const ExportOptions& options);
int print_visits(const ExportOptions& options);

}  // namespace foyer::server
