#include "shared/wire/error_reply.h"
