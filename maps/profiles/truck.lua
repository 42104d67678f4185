-- A rigid truck up to 19 t: its own size and weight, its own access tags (hgv, goods), its own speeds.

local car = require('car')
local Sequence = require('lib/sequence')

-- What a truck may drive in France outside towns (Code de la route, R413-8), km/h; in towns traffic decides.
local HIGHEST = { motorway = 90, trunk = 80, motorway_link = 50, trunk_link = 40 }
local HIGHEST_ELSEWHERE = 80
-- A loaded truck against a car on the same road: it accelerates, turns and climbs slower.
local SHARE_OF_CAR = 0.85

local function setup()
  local profile = car.setup()
  profile.vehicle_height = 3.8      -- metres
  profile.vehicle_width = 2.55      -- metres
  profile.vehicle_length = 10.0     -- metres
  profile.vehicle_weight = 19000    -- kilograms
  profile.vehicle_max_speed = 90    -- km/h
  profile.properties.max_speed_for_map_matching = 90 / 3.6
  profile.turn_penalty = 10
  profile.properties.u_turn_penalty = 60
  -- the most specific tag wins: hgv=yes on motor_vehicle=no admits, hgv=no on access=yes forbids
  profile.access_tags_hierarchy = Sequence { 'hgv', 'goods', 'motor_vehicle', 'vehicle', 'access' }
  profile.restrictions = Sequence { 'hgv', 'motor_vehicle', 'vehicle' }
  profile.access_tag_whitelist['hgv'] = true
  for _, tag in ipairs({ 'delivery', 'customers' }) do
    profile.access_tag_blacklist[tag] = nil
    profile.restricted_access_tag_list[tag] = nil
    profile.access_tag_whitelist[tag] = true
  end
  return profile
end

local function slower(speed, highest)
  return math.min(speed * SHARE_OF_CAR, highest)
end

local function process_way(profile, way, result, relations)
  car.process_way(profile, way, result, relations)
  -- after maxspeed tags had their say: scaling the table of speeds alone would change almost nothing
  local highest = HIGHEST[way:get_value_by_key('highway')] or HIGHEST_ELSEWHERE
  if result.forward_speed > 0 then
    result.forward_speed = slower(result.forward_speed, highest)
    result.forward_rate = result.forward_rate * SHARE_OF_CAR
  end
  if result.backward_speed > 0 then
    result.backward_speed = slower(result.backward_speed, highest)
    result.backward_rate = result.backward_rate * SHARE_OF_CAR
  end
end

return {
  setup = setup,
  process_way = process_way,
  process_node = car.process_node,
  process_turn = car.process_turn
}
