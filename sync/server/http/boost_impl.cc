// Boost.Asio and Boost.Beast compiled once, so that the other sources of this folder only see declarations.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
