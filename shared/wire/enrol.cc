#include "shared/wire/enrol.h"
