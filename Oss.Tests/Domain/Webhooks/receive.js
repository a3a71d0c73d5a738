const http = require('node:http');
const { Webhook } = require('standardwebhooks');

const hook = new Webhook(process.env.OSS_WEBHOOK_SECRET);
http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', part => body += part).on('end', () => {
        try {
            hook.verify(body, request.headers);
            response.statusCode = 204;
        } catch {
            response.statusCode = 401;
        }
        response.end();
    });
}).listen(Number(process.argv[2]), '127.0.0.1');
