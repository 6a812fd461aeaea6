#include "shared/store/migrations.h"
