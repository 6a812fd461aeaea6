#include "shared/wire/push.h"
