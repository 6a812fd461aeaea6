#include "shared/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace foyer {
namespace {

spdlog::logger& logger() { return *spdlog::default_logger_raw(); }

spdlog::level::level_enum level_of(Fault fault) {
  switch (log_level(fault)) {
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: break;
  }
  return spdlog::level::err;
}

}  // namespace

void log_open(std::string_view program) {
  auto made = std::make_shared<spdlog::logger>(std::string(program), std::make_shared<spdlog::sinks::stderr_sink_mt>());
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %n %l %v", spdlog::pattern_time_type::utc);
  made->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(made));
}

void log_info(std::string_view event) { logger().info(event); }

void log_warning(std::string_view event) { logger().warn(event); }

LogLevel log_level(Fault fault) {
  switch (fault) {
    case Fault::busy: return LogLevel::info;
    case Fault::offline:
    case Fault::timeout:
    case Fault::refused:
    case Fault::conflict:
    case Fault::invalid:
    case Fault::not_found: return LogLevel::warning;
    case Fault::corrupt:
    case Fault::full:
    case Fault::outdated: break;
  }
  return LogLevel::error;
}

void log_error(std::string_view event, const Error& error) {
  logger().log(level_of(error.fault), "{}: {}: {}", event, fault_name(error.fault), error.detail);
}

}  // namespace foyer
