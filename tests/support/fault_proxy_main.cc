// fault_proxy: the faulty proxy as a program, for tests that start real processes. Prints its port alone on a line,
// then obeys lines on its standard input; ends with SIGTERM or with the test that started it:
//   rates NAME=SHARE …   freeze on|off   down on|off   to PORT   script FAULT [TARGET_PART]   count
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include "tests/support/fault_proxy.h"

namespace {

using foyer::support::FaultProxy;
using foyer::support::FaultRates;
using foyer::support::ProxyOptions;

constexpr const char* kUsage =
    "fault_proxy --listen PORT --to PORT [--seed N] [--delay-ms N] [--drop-request P] [--drop-reply P] [--duplicate "
    "P]\n"
    "            [--delay P] [--truncate P] [--unavailable P] [--captive P] [--freeze P]\n"
    "            [--error P] [--trickle P]\n";

double* rate_named(FaultRates& rates, std::string name) {
  for (char& c : name) c = c == '-' ? '_' : c;
  const std::map<std::string, double*> known{{"drop_request", &rates.drop_request},
                                             {"drop_reply", &rates.drop_reply},
                                             {"duplicate", &rates.duplicate},
                                             {"delay", &rates.delay},
                                             {"truncate", &rates.truncate},
                                             {"unavailable", &rates.unavailable},
                                             {"captive", &rates.captive},
                                             {"freeze", &rates.freeze},
                                             {"error", &rates.error},
                                             {"trickle", &rates.trickle}};
  const auto found = known.find(name);
  return found == known.end() ? nullptr : found->second;
}

bool read_options(int argc, char** argv, ProxyOptions& options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const char* value = argv[i + 1];
    if (!name.starts_with("--")) return false;
    if (name == "--listen") {
      options.listen_port = std::atoi(value);
    } else if (name == "--to") {
      options.to_port = std::atoi(value);
    } else if (name == "--seed") {
      options.seed = std::strtoull(value, nullptr, 10);
    } else if (name == "--delay-ms") {
      options.delay_ms = std::atoi(value);
    } else if (double* rate = rate_named(options.rates, name.substr(2))) {
      *rate = std::atof(value);
    } else {
      return false;
    }
  }
  return options.to_port > 0 && argc % 2 == 1;
}

void obey(FaultProxy& proxy, const std::string& line) {
  std::istringstream in(line);
  std::string word;
  std::string argument;
  in >> word;
  if (word == "rates") {
    FaultRates rates;
    while (in >> argument) {
      const std::size_t equals = argument.find('=');
      double* rate = rate_named(rates, argument.substr(0, equals));
      if (rate != nullptr && equals != std::string::npos) *rate = std::atof(argument.c_str() + equals + 1);
    }
    proxy.set_rates(rates);
  } else if (word == "freeze" && in >> argument) {
    proxy.freeze(argument == "on");
  } else if (word == "down" && in >> argument) {
    proxy.set_down(argument == "on");
  } else if (word == "to" && in >> argument) {
    proxy.set_to_port(std::atoi(argument.c_str()));
  } else if (word == "script" && in >> argument) {
    std::string target_part;
    in >> target_part;
    proxy.script(foyer::support::parse_net_fault(argument), target_part);
  } else if (word == "count") {
    std::printf("requests %d faults %d\n", proxy.requests(), proxy.faults());
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  ProxyOptions options;
  if (!read_options(argc, argv, options)) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  FaultProxy proxy(options);
  std::printf("%d\n", proxy.port());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) obey(proxy, line);
  for (;;) pause();
}
