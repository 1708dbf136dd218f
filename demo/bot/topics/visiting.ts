import {textMessage} from '../../../src/protocol/build.ts';
import {textWithReplies, reply} from '../../compose.ts';
import {spokenTime, visitTime} from '../../oslo.ts';
import {shop, shopLocation, visitPicker} from '../../samples/places.ts';
import type {Reply, Topic, Turn} from '../turn.ts';

const earthRadius = 6371;

/** Great-circle distance in kilometres. */
function distance(a: {latitude: number; longitude: number}, b: {latitude: number; longitude: number}): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const haversine = (angle: number) => Math.sin(angle / 2) ** 2;
  const along = haversine(radians(b.latitude - a.latitude));
  const across = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * haversine(radians(b.longitude - a.longitude));
  return 2 * earthRadius * Math.asin(Math.sqrt(along + across));
}

function where(): Reply {
  return {
    messages: [
      textMessage('We are in the middle of Oslo, five minutes from the station.'),
      shopLocation(),
      textWithReplies('Shall I look how far it is?', [{content_type: 'location', title: 'Share my place'}, reply('Book a visit', 'visit')]),
    ],
  };
}

function howFar({message}: Turn): Reply {
  if (message?.type !== 'location') return where();
  const kilometres = distance(message, shop);
  const far = kilometres < 1 ? `${Math.round(kilometres * 100) * 10} m` : `${kilometres.toFixed(kilometres < 10 ? 1 : 0)} km`;
  const way = kilometres < 3 ? 'A nice walk.' : kilometres < 60 ? 'Take a train to Oslo S.' : 'We also send lamps.';
  return {messages: [textWithReplies(`You are **${far}** away. ${way}`, [reply('Book a visit', 'visit'), reply('Have it sent', 'send:')])]};
}

function booked({payload, name, place}: Turn): Reply {
  const at = visitTime(payload);
  if (!at) return {messages: [textMessage('That is no time of ours. Please choose one of these:'), visitPicker(place)]};
  return {
    messages: [textMessage(`Booked: **${spokenTime(at)}**${name ? `, for ${name}` : ''}. Ask for Mira, and bring a picture of your room.`)],
    data: {visit: at.toISOString()},
  };
}

/** Visits to the shop. */
export const visitTopics: readonly Topic[] = [
  {claims: ({message}) => message?.type === 'location', answer: howFar},
  {payloads: ['visit-'], answer: booked},
  {payloads: ['visit:no'], answer: () => ({messages: [textMessage('As you like. It is Grubbegata 14, should you come by.')]})},
  {
    payloads: ['visit'],
    keywords: ['visit', 'appointment', 'book a visit', 'come by', 'make an appointment', 'would like to visit'],
    answer: ({place}) => ({messages: [visitPicker(place)]}),
  },
  {
    payloads: ['where'],
    keywords: ['where are you', 'where is the shop', 'address', 'find you', 'location', 'shop', 'how far', 'directions'],
    answer: where,
  },
];
